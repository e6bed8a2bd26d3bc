/**
 * `npm run icons`: draws the program's icon and the tray's in every size that the three systems want, with Chromium,
 * from renderer/public/icon.svg and build/icons/tray.svg. The results are kept in the repository, so that packaging
 * needs no browser.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { icnsFile, icoFile, type Picture } from '../icons/iconFiles.ts';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);

const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256];
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const ALL_SIZES = [...new Set([...ICO_SIZES, ...LINUX_SIZES, 1024])];

/** A shape beside the colour, since a colour alone can't be told apart by everybody. */
const TRAY = {
  quiet: { colour: '#2e7d4f', mark: '' },
  trouble: {
    colour: '#8a6d1d',
    mark: '<rect x="22" y="20" width="9" height="11" fill="#ffd24d"/>',
  },
  fire: { colour: '#d8321f', mark: '<path d="M25 18l7 13H18z" fill="#ffd24d"/>' },
  lost: {
    colour: '#30363d',
    mark: '<path d="M4 4L28 28M28 4L4 28" stroke="#ff6b5e" stroke-width="4"/>',
  },
} as const;

const CHROMIUM = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);

async function draw(page: Page, svg: string, pixels: number): Promise<Buffer> {
  await page.setViewportSize({ width: pixels, height: pixels });
  await page.setContent(
    `<style>html,body{margin:0;background:transparent}svg{display:block;width:${pixels}px;height:${pixels}px}</style>${svg}`,
  );
  return page.screenshot({ omitBackground: true, type: 'png' });
}

const browser = await chromium.launch({
  ...(CHROMIUM && { executablePath: CHROMIUM }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = await browser.newPage();

const icon = readFileSync(at('renderer/public/icon.svg'), 'utf8');
const pictures: Picture[] = [];
for (const pixels of ALL_SIZES) pictures.push({ pixels, png: await draw(page, icon, pixels) });
const ofSize = (sizes: readonly number[]) =>
  pictures.filter(({ pixels }) => sizes.includes(pixels));

mkdirSync(at('build/package/icons'), { recursive: true });
writeFileSync(at('build/package/icon.ico'), icoFile(ofSize(ICO_SIZES)));
writeFileSync(at('build/package/icon.icns'), icnsFile(pictures));
for (const { pixels, png } of ofSize(LINUX_SIZES))
  writeFileSync(at(`build/package/icons/${pixels}x${pixels}.png`), png);

const tray = readFileSync(at('build/icons/tray.svg'), 'utf8');
mkdirSync(at('renderer/public/tray'), { recursive: true });
for (const [state, { colour, mark }] of Object.entries(TRAY)) {
  const svg = tray.replace('COLOUR', colour).replace('MARK', mark);
  writeFileSync(at(`renderer/public/tray/${state}.png`), await draw(page, svg, 16));
  writeFileSync(at(`renderer/public/tray/${state}@2x.png`), await draw(page, svg, 32));
}
await browser.close();
