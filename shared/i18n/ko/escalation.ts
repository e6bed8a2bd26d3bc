/** Words of one area in Korean. */
export const escalation = {
  escalation: {
    title: '상위 통보',
  },
};
