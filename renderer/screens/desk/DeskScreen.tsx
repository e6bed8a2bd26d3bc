import { AlarmDialogs } from './AlarmDialogs.tsx';
import { AlarmList } from './AlarmList.tsx';
import { DeskTroubleDrawer } from './DeskTroubleDrawer.tsx';
import { DeviceDrawer } from './DeviceDrawer.tsx';
import { FloorList, useShownFloorId } from './FloorList.tsx';
import { FloorPlan } from './FloorPlan.tsx';
import { InboxPanel } from './InboxPanel.tsx';
import { useDeskKeys } from './useDeskKeys.ts';

export function DeskScreen() {
  useDeskKeys();
  return (
    <main className="desk" data-testid="desk">
      <FloorList />
      <div className="desk-middle">
        <FloorPlan floorId={useShownFloorId()} />
        <InboxPanel />
        <DeviceDrawer />
        <DeskTroubleDrawer />
      </div>
      <AlarmList />
      <AlarmDialogs />
    </main>
  );
}
