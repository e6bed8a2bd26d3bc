import './theme/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { followPreferences } from './app/followPreferences.ts';
import { ServicesContext } from './app/hooks.ts';
import { createServices } from './app/services.ts';

const services = createServices(window);
// Before the first draw, so that a light desk never flashes dark.
followPreferences(services.preferences, document.documentElement);
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <ServicesContext value={services}>
      <App />
    </ServicesContext>
  </StrictMode>,
);
