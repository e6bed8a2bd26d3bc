/** Words of one area in Korean. */
export const meter = {
  meter: {
    title: '경보 통계',
  },
};
