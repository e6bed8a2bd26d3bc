/** Words of one area in Korean. */
export const response = {
  response: {
    title: '대응 절차',
  },
};
