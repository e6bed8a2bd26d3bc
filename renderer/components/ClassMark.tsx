import { Flame, type LucideIcon, Unplug, Zap } from 'lucide-react';
import type { AlarmClass } from '#shared/alarms/alarm.ts';

const ICONS: Readonly<Record<AlarmClass, LucideIcon>> = {
  fire: Flame,
  supervisory: Zap,
  trouble: Unplug,
};

/** An alarm class as its picture. The class's word stands beside it. */
export function ClassMark({ alarmClass }: { alarmClass: AlarmClass }) {
  const Icon = ICONS[alarmClass];
  return <Icon className="class-mark" data-class={alarmClass} aria-hidden="true" />;
}
