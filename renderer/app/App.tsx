import * as Tooltip from '@radix-ui/react-tooltip';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { DeskScreen } from '../screens/desk/DeskScreen.tsx';
import { SystemScreen } from '../screens/system/SystemScreen.tsx';
import { Header } from './Header.tsx';
import { useLanguage, useServices, useView } from './hooks.ts';
import { NavRail } from './NavRail.tsx';
import { NotMonitoring } from './NotMonitoring.tsx';
import { SignOnDialog } from './SignOnDialog.tsx';

/** The language and the theme belong to the document, where the style sheets and screen readers look for them. */
function useDocument(): void {
  const { preferences } = useServices();
  const theme = useStore(preferences, (state) => state.theme);
  const language = useLanguage();
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
    document.documentElement.lang = language;
  }, [theme, language]);
}

export function App() {
  useDocument();
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
