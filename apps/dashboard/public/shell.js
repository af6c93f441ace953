import { h, s } from './dom.js';
import { changeLanguage, language, t, word } from './language.js';
import { organisationName } from './municipalities.js';
import { linkTo } from './route.js';

const languages = /** @type {const} */ ([
  ['da', 'Dansk'],
  ['en', 'English'],
]);

/** @param {import('./session.js').Me | undefined} me @param {() => void} signOut */
export function header(me, signOut) {
  return h(
    'header',
    { class: 'top' },
    h('a', { class: 'brand', href: me ? linkTo([]) : '/sign-in' }, mark(), 'Medspil'),
    me &&
      h(
        'nav',
        { 'aria-label': t.mainNavigation },
        h('a', { href: linkTo([]) }, t.board.title),
        h('a', { href: linkTo(['portfolio']) }, t.portfolio.title),
      ),
    h('div', { class: 'top-end' }, languageSwitch(), me && person(me, signOut)),
  );
}

/** @param {import('./session.js').Me} me @param {() => void} signOut */
function person({ role, organisation, subject }, signOut) {
  const says = t.session.as(word(t.codes.role, role), organisationName(organisation));
  return [
    h('span', { class: 'person', title: `${subject} (${organisation})` }, says),
    h('button', { type: 'button', class: 'quiet', on: { click: signOut } }, t.session.signOut),
  ];
}

function languageSwitch() {
  const buttons = languages.map(([code, name]) =>
    h(
      'button',
      {
        type: 'button',
        lang: code,
        'aria-pressed': String(code === language),
        on: { click: () => changeLanguage(code) },
      },
      name,
    ),
  );
  return h('div', { class: 'languages', role: 'group', 'aria-label': t.language }, buttons);
}

/** Two who play together. */
function mark() {
  return s(
    'svg',
    { viewBox: '0 0 32 32', width: 28, height: 28, 'aria-hidden': 'true' },
    s('circle', { cx: 12, cy: 16, r: 7, class: 'brand-one' }),
    s('circle', { cx: 20, cy: 16, r: 7, class: 'brand-two' }),
  );
}
