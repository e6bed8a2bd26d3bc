/** Words of one area in Korean. */
export const walkTest = {
  walkTest: {
    title: '현장 시험',
  },
};
