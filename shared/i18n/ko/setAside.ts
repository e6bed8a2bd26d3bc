/** Words of one area in Korean. */
export const setAside = {
  setAside: {
    title: '감시에서 뺀 지점',
  },
};
