import { chooseToSignOn, expect, test } from './site.ts';

const ARCING = { status: 2048, verifySts: 2048, aArc: 3 };
const HOT = { pcbTemp: 68, sensorTemp: 72 };

/** What of the header lies over something else of it, or is cut off by the window. */
function collisions(): readonly string[] {
  const header = document.querySelector('.header');
  if (header === null) return ['no header'];
  // The longest that stands there, until the page draws it anew.
  const english = document.documentElement.lang === 'en';
  const say = (selector: string, text: string) => {
    const of = header.querySelector(selector);
    const texts = [...(of?.childNodes ?? [])].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    texts.forEach((node, i) => {
      node.nodeValue = i === 0 ? text : '';
    });
  };
  say('.proof-state', english ? 'Partly not monitored' : '일부 감시 안 됨');
  say('[data-testid=feed-age] dd', english ? '59 min 59 s ago' : '59분 59초 전');
  say('[data-testid=reporting] dd', '9,999');
  say('[data-testid=reporting] dd small', ' / 10,000');
  say('[data-testid=engine-pulse] dd', '12,345');
  for (const one of ['fire', 'supervisory', 'trouble']) say(`[data-testid=count-${one}] b`, '999');
  const parts = [...header.querySelectorAll('.brand, .proof-place, .proof-facts > div, .count')];
  parts.push(...[...header.children].filter((one) => !one.matches('.brand, .proof, .counts')));
  const boxes = parts
    .map((part) => {
      // What a part holds can be wider than the part: its children say how wide it really is.
      const all = [part, ...part.querySelectorAll('*')].map((one) => one.getBoundingClientRect());
      const drawn = all.filter(({ width }) => width > 0);
      return {
        name: part.getAttribute('data-testid') ?? part.className,
        left: Math.min(...drawn.map(({ left }) => left)),
        right: Math.max(...drawn.map(({ right }) => right)),
      };
    })
    .filter(({ left }) => Number.isFinite(left))
    .sort((a, b) => a.left - b.left);
  const found: string[] = [];
  boxes.forEach((box, i) => {
    const next = boxes[i + 1];
    if (next !== undefined && box.right > next.left + 0.5)
      found.push(`${box.name} ends at ${box.right}, ${next.name} begins at ${next.left}`);
    if (box.right > innerWidth) found.push(`${box.name} ends outside the window`);
  });
  return found;
}

test('nothing in the header lies over anything else, in either language, theme and at either size', async ({
  page,
  site,
}) => {
  await site.open(page);
  await chooseToSignOn(page, '김관제', 'supervisor');
  await page.keyboard.press('Escape');
  await site.devices.send('device-010', ARCING);
  await site.devices.send('device-011', HOT);
  await expect(page.getByTestId('count-fire')).not.toHaveAttribute('data-count', '0');
  for (const [width, height] of [
    [1920, 1080],
    [1366, 768],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (let language = 0; language < 2; language++) {
      for (let theme = 0; theme < 2; theme++) {
        const html = page.locator('html');
        const lang = await html.getAttribute('lang');
        const look = `${width}-${lang}-${await html.getAttribute('data-theme')}`;
        const found = await page.evaluate(collisions);
        expect.soft(found, look).toEqual([]);
        await page.getByTestId('switch-theme').click();
      }
      await page.getByTestId('switch-language').click();
    }
  }
});
