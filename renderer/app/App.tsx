import * as Tooltip from '@radix-ui/react-tooltip';
import type { ComponentType } from 'react';
import { useStore } from 'zustand';
import { AlarmsScreen } from '../screens/alarms/AlarmsScreen.tsx';
import { DeskScreen } from '../screens/desk/DeskScreen.tsx';
import { InvestigationDialog } from '../screens/desk/InvestigationDialog.tsx';
import { SetAsideDialog } from '../screens/desk/SetAsideDialog.tsx';
import { IncidentsScreen } from '../screens/incidents/IncidentsScreen.tsx';
import { ModelScreen } from '../screens/model/ModelScreen.tsx';
import { SettingsScreen } from '../screens/settings/SettingsScreen.tsx';
import { ShiftScreen } from '../screens/shift/ShiftScreen.tsx';
import { SystemScreen } from '../screens/system/SystemScreen.tsx';
import type { Screen } from '../state/view.ts';
import { AttendedDialog } from './AttendedDialog.tsx';
import { Header } from './Header.tsx';
import { useServices, useView } from './hooks.ts';
import { LampBar } from './LampBar.tsx';
import { NavRail } from './NavRail.tsx';
import { NotMonitoring } from './NotMonitoring.tsx';
import { SignOnDialog } from './SignOnDialog.tsx';
import { SetUpDialog } from './setUp/SetUpDialog.tsx';

const PAGES: Readonly<Record<Screen, ComponentType>> = {
  desk: DeskScreen,
  alarms: AlarmsScreen,
  incidents: IncidentsScreen,
  shift: ShiftScreen,
  model: ModelScreen,
  system: SystemScreen,
  settings: SettingsScreen,
};

export function App() {
  const { connection } = useServices();
  const watch = useStore(connection.state, (state) => state.monitoring);
  const Page = PAGES[useView((view) => view.screen)];
  const live = watch === 'live';
  return (
    <Tooltip.Provider delayDuration={500}>
      {/* Inert under the panel that says "not monitoring": nothing there is true any more. */}
      <div className="app" inert={!live}>
        <Header />
        <LampBar />
        <NavRail />
        <Page />
      </div>
      <SetAsideDialog />
      <AttendedDialog />
      <InvestigationDialog />
      <SetUpDialog />
      <SignOnDialog />
      {!live && <NotMonitoring />}
    </Tooltip.Provider>
  );
}
