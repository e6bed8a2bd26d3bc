/** Words of one area in Korean. */
export const notifications = {
  notifications: {
    title: '외부 알림',
  },
};
