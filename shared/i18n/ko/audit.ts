/** Words of one area in Korean. */
export const audit = {
  audit: {
    title: '감사 기록',
  },
};
