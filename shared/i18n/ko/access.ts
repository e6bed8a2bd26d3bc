/** Words of one area in Korean. */
export const access = {
  access: {
    title: '근무자와 권한',
  },
};
