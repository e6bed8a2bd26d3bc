/** Where devices publish: the one place that spells the topic. */

const START = 'fire-prediction/device/';
const END = '/data';

/** What a desk subscribes to, and the only topics that a device may publish to. */
export const DEVICE_TOPIC_FILTER = `${START}+${END}`;

export const deviceTopic = (deviceId: string): string => `${START}${deviceId}${END}`;

/** The device's level of a data topic, unchecked; undefined when the topic has another shape. */
export function deviceLevelOf(topic: string): string | undefined {
  return topic.startsWith(START) && topic.endsWith(END)
    ? topic.slice(START.length, -END.length)
    : undefined;
}
