import type { BrowserWindowConstructorOptions } from 'electron';
import type { Opening } from './windows/DeskWindows.ts';

export interface WindowSettings {
  /** Path of the built preload. */
  readonly preload: string;
  /** A shipped program: developer tools would let anyone at the desk run code in the page. */
  readonly packaged: boolean;
  readonly opening: Opening;
  /** A PC that shows nothing but the desk: no frame, no way to another program but the system's own. */
  readonly kiosk: boolean;
}

/** The background of the dark theme. Shown until the page paints, so that a night desk sees no white flash. */
const BACKGROUND = '#0b0e13';

/**
 * Every option that security rests on is written out, including Electron's defaults: a default that changes in an
 * update, or is changed here, then shows in a diff and in a test.
 */
export function windowOptions({
  preload,
  packaged,
  opening,
  kiosk,
}: WindowSettings): BrowserWindowConstructorOptions {
  return {
    title: 'Emberwatch',
    ...(opening.bounds ?? { width: 1600, height: 900 }),
    fullscreen: opening.fullScreen,
    kiosk,
    minWidth: 1024,
    minHeight: 680,
    backgroundColor: BACKGROUND,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      plugins: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      // The spell checker fetches its dictionaries from the internet.
      spellcheck: false,
      devTools: !packaged,
      // A desk behind another window must still sound its alarms and age its data.
      backgroundThrottling: false,
      // An alarm has to sound even when nobody has clicked since the start.
      autoplayPolicy: 'no-user-gesture-required',
    },
  };
}
