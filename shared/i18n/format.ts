/** Numbers, times and ages as the desk writes them: 24-hour clock, the site's time zone, units with a space. */
import type { EpochMs, SensorKey } from '#shared/telemetry/reading.ts';
import type { Language } from './words.ts';

const LOCALE: Readonly<Record<Language, string>> = { ko: 'ko-KR', en: 'en-GB' };

export const SENSOR_UNITS: Readonly<Record<SensorKey, string>> = {
  voltage: 'V',
  voltageLow: 'V',
  current: 'A',
  leakageCurrent: 'mA',
  resistiveLeakage: 'mA',
  power: 'kW',
  pcbTemperature: '°C',
  sensorTemperature: '°C',
  coGas: 'ppm',
  voc: 'µg/m³',
  powerFactor: '',
  arcCount: '',
};

/** Digits after the point: as many as the sensor means, so that the last digit doesn't flicker for nothing. */
export const SENSOR_DIGITS: Readonly<Record<SensorKey, number>> = {
  voltage: 0,
  voltageLow: 0,
  current: 1,
  leakageCurrent: 1,
  resistiveLeakage: 1,
  power: 2,
  pcbTemperature: 1,
  sensorTemperature: 1,
  coGas: 1,
  voc: 0,
  powerFactor: 2,
  arcCount: 0,
};

// Making an Intl formatter costs a hundred times what using one does, and a screen formats thousands a second.
const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** What was not measured, NaN or the null that JSON makes of it, is a dash and never 0. */
export function formatNumber(value: number, digits: number, language: Language): string {
  if (!Number.isFinite(value)) return '–';
  const key = `${language}${digits}`;
  let format = numberFormats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALE[language], {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    numberFormats.set(key, format);
  }
  return format.format(value);
}

export function formatSensor(sensor: SensorKey, value: number, language: Language): string {
  const number = formatNumber(value, SENSOR_DIGITS[sensor], language);
  if (!Number.isFinite(value)) return number;
  const unit = SENSOR_UNITS[sensor];
  return unit === '' ? number : `${number} ${unit}`;
}

type TimeShape = 'clock' | 'minutes' | 'date' | 'day' | 'dayKey';

const TIME_SHAPES: Readonly<Record<TimeShape, Intl.DateTimeFormatOptions>> = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  minutes: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { month: 'long', day: 'numeric', weekday: 'short' },
  day: { month: 'numeric', day: 'numeric' },
  dayKey: { year: 'numeric', month: '2-digit', day: '2-digit' },
};

function formatDate(at: EpochMs, shape: TimeShape, timeZone: string, language: Language): string {
  const key = `${language}|${shape}|${timeZone}`;
  let format = dateFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(LOCALE[language], { ...TIME_SHAPES[shape], timeZone });
    dateFormats.set(key, format);
  }
  return format.format(at);
}

/** Formats times in one zone and one language. */
export interface TimeFormat {
  /** 14:03:27 */
  clock(at: EpochMs): string;
  /** 14:03 */
  minutes(at: EpochMs): string;
  /** 11월 23일 (일), Sun 23 November */
  date(at: EpochMs): string;
  /** 2026. 11. 23., 23/11/2026: for what may be a year ago. */
  calendar(at: EpochMs): string;
  /** The clock, with the day in front when it isn't `now`'s. */
  moment(at: EpochMs, now: EpochMs): string;
}

export function timeFormat(timeZone: string, language: Language): TimeFormat {
  const clock = (at: EpochMs) => formatDate(at, 'clock', timeZone, language);
  const dayKey = (at: EpochMs) => formatDate(at, 'dayKey', timeZone, language);
  return {
    clock,
    minutes: (at) => formatDate(at, 'minutes', timeZone, language),
    date: (at) => formatDate(at, 'date', timeZone, language),
    calendar: dayKey,
    moment: (at, now) =>
      dayKey(at) === dayKey(now)
        ? clock(at)
        : `${formatDate(at, 'day', timeZone, language)} ${formatDate(at, 'minutes', timeZone, language)}`,
  };
}

const AGE_UNITS = {
  ko: { s: '초', m: '분', h: '시간', d: '일', gap: '' },
  en: { s: 's', m: 'min', h: 'h', d: 'd', gap: ' ' },
} as const;

/**
 * How long, in the two largest units that say something: `3초`, `2분 13초`, `1시간 4분`, `3일 2시간`.
 * A negative span (clocks that disagree by a little) reads as 0.
 */
export function formatAge(spanMs: number, language: Language): string {
  const u = AGE_UNITS[language];
  const part = (count: number, unit: string) => `${count}${u.gap}${unit}`;
  const seconds = Math.max(0, Math.floor(spanMs / 1000));
  if (seconds < 60) return part(seconds, u.s);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${part(minutes, u.m)} ${part(seconds % 60, u.s)}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${part(hours, u.h)} ${part(minutes % 60, u.m)}`;
  return `${part(Math.floor(hours / 24), u.d)} ${part(hours % 24, u.h)}`;
}

/** Bytes in decimal units, as operating systems show disks: 4.2 MB. */
export function formatBytes(bytes: number, language: Language): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < units.length - 1) {
    value /= 1000;
    step++;
  }
  return `${formatNumber(value, step === 0 || value >= 100 ? 0 : 1, language)} ${units[step]}`;
}
