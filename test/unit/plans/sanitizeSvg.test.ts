import { describe, expect, it } from 'vitest';
import { type CleanSvg, sanitizeSvg } from '#engine/plans/sanitizeSvg.ts';
import { MAX_ELEMENTS } from '#shared/plans/drawing.ts';

const XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"';
const svg = (inside: string, root = 'viewBox="0 0 100 50"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${XLINK} ${root}>${inside}</svg>`;

function clean(source: string): CleanSvg {
  const answer = sanitizeSvg(source);
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}

describe('what an imported SVG may not bring', () => {
  it.each([
    ['a script', '<script>alert(1)</script>', 'script'],
    ['a script in a CDATA section', '<script><![CDATA[alert(1)]]></script>', 'script'],
    ['an event handler', '<rect onload="alert(1)" width="1" height="1"/>', 'onload'],
    [
      'a page inside',
      '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
      'foreignObject',
    ],
    [
      'a picture from elsewhere',
      '<image href="https://evil.example/x.png" width="1" height="1"/>',
      'href',
    ],
    [
      'a picture that is an SVG itself',
      '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="1" height="1"/>',
      'href',
    ],
    ['a reference to another file', '<use xlink:href="other.svg#a"/>', 'href'],
    [
      'a target that changes later',
      '<rect width="1" height="1"><animate attributeName="x"/></rect>',
      'animate',
    ],
    [
      'a style sheet from elsewhere',
      '<style>@import url(https://evil.example/x.css);</style>',
      'style',
    ],
    [
      'an escape that hides a word',
      '<style>.a{background:u\\72l(https://evil.example)}</style>',
      'style',
    ],
    ['a filter, which can hold the desk up', '<filter id="f"><feTurbulence/></filter>', 'filter'],
  ])('%s', (_, inside, name) => {
    const { svg: out, removed } = clean(svg(`<path d="M0 0h1"/>${inside}`));
    expect(removed).toContain(name);
    expect(out).not.toMatch(/script|alert|evil|onload|other\.svg|feTurbulence|xhtml|animate/i);
    expect(out).toContain('<path d="M0 0h1">');
  });

  it('a colour that is fetched, in an attribute or in a style', () => {
    const { svg: out } = clean(
      svg('<rect fill="url(https://evil.example/#a)" style="fill:url(https://evil.example)"/>'),
    );
    expect(out).toContain('<rect></rect>');
  });

  it('entities, by which a small file becomes boundless', () => {
    const source = `<!DOCTYPE svg [<!ENTITY a "aaaa">]>${svg('<text>&a;</text>')}`;
    expect(sanitizeSvg(source)).toBe('damaged');
  });

  it('a few lines that use one another until no machine can draw them', () => {
    const names = Array.from({ length: 30 }, (_, i) => i);
    const doubled = names.map(
      (i) => `<g id="g${i}"><use href="#g${i + 1}"/><use href="#g${i + 1}"/></g>`,
    );
    expect(sanitizeSvg(svg(`${doubled.join('')}<g id="g30"><path d="M0 0"/></g>`))).toBe(
      'tooManyShapes',
    );
    expect(sanitizeSvg(svg('<g id="a"><use href="#a"/></g>'))).toBe('tooManyShapes');
    const masks = names.map(
      (i) =>
        `<mask id="m${i}"><path mask="url(#m${i + 1})"/><path style="mask:url(#m${i + 1})"/></mask>`,
    );
    expect(sanitizeSvg(svg(`${masks.join('')}<rect mask="url(#m0)"/>`))).toBe('tooManyShapes');
  });

  it('more shapes, points or nesting than a desk can drag about', () => {
    expect(sanitizeSvg(svg('<path/>'.repeat(MAX_ELEMENTS)))).toBe('tooManyShapes');
    expect(sanitizeSvg(svg('<g>'.repeat(70) + '</g>'.repeat(70)))).toBe('tooManyShapes');
    expect(sanitizeSvg(svg(`<path d="M${' 1'.repeat(1_200_001)}"/>`))).toBe('tooManyShapes');
  });
});

describe('what an imported SVG keeps', () => {
  it('shapes, letters, classes, gradients and references within itself', () => {
    const inside = [
      '<style>.wall{stroke:#000;clip-path:url(#c);fill:none}</style>',
      '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>',
      '<g class="wall" transform="translate(1 2)"><path d="M0 0 L1 1"/></g>',
      '<rect fill="url(#g)" width="1" height="1"/><a href="https://x.example"><text x="1">전기실 &amp; EPS</text></a>',
      '<symbol id="s"><path d="M0 0"/></symbol><use xlink:href="#s"/>',
      '<image href="data:image/png;base64,iVBORw0=" width="1" height="1"/>',
    ];
    const { svg: out, removed } = clean(svg(inside.join('')));
    expect(out).toBe(
      [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" width="100" height="50" preserveAspectRatio="none">',
        '<style>.wall{stroke:#000;fill:none}</style>',
        '<defs><linearGradient id="g"><stop offset="0" stop-color="red"></stop></linearGradient></defs>',
        '<g class="wall" transform="translate(1 2)"><path d="M0 0 L1 1"></path></g>',
        '<rect fill="url(#g)" width="1" height="1"></rect><text x="1">전기실 &amp; EPS</text>',
        '<symbol id="s"><path d="M0 0"></path></symbol><use href="#s"></use>',
        '<image href="data:image/png;base64,iVBORw0=" width="1" height="1"></image></svg>',
      ].join(''),
    );
    expect(removed).toEqual([]);
  });

  it('its size, from the viewBox or else from width and height', () => {
    expect(clean(svg('', 'viewBox="5 5 300 200" width="297mm"'))).toMatchObject({
      width: 300,
      height: 200,
    });
    expect(clean(svg('', 'width="297mm" height="210mm"'))).toMatchObject({
      width: 297,
      height: 210,
    });
    expect(sanitizeSvg(svg('', ''))).toBe('noSize');
    expect(sanitizeSvg(svg('', 'viewBox="0 0 0 10" width="100%"'))).toBe('noSize');
  });

  it('nothing of a file that is cut off or no SVG', () => {
    expect(sanitizeSvg(svg('<g>').slice(0, -6))).toBe('damaged');
    expect(sanitizeSvg('<html><svg viewBox="0 0 1 1"/></html>')).toBe('damaged');
    expect(sanitizeSvg('plain text')).toBe('damaged');
  });
});
