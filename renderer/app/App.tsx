import * as Tooltip from '@radix-ui/react-tooltip';
import { useStore } from 'zustand';
import { DeskScreen } from '../screens/desk/DeskScreen.tsx';
import { SystemScreen } from '../screens/system/SystemScreen.tsx';
import { Header } from './Header.tsx';
import { useServices, useView } from './hooks.ts';
import { NavRail } from './NavRail.tsx';
import { NotMonitoring } from './NotMonitoring.tsx';
import { SignOnDialog } from './SignOnDialog.tsx';

export function App() {
  const { connection } = useServices();
  const watch = useStore(connection.state, (state) => state.monitoring);
  const screen = useView((view) => view.screen);
  const live = watch === 'live';
  return (
    <Tooltip.Provider delayDuration={500}>
      {/* Inert under the panel that says "not monitoring": nothing there is true any more. */}
      <div className="app" inert={!live}>
        <Header />
        <NavRail />
        {screen === 'desk' ? <DeskScreen /> : <SystemScreen />}
      </div>
      <SignOnDialog />
      {!live && <NotMonitoring />}
    </Tooltip.Provider>
  );
}
