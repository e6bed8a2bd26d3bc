/** Words of one area in Korean. */
export const shift = {
  shift: {
    title: '교대',
  },
};
