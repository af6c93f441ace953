import { lastWritten, NoAnswer, Problem, read } from './api.js';
import { h } from './dom.js';
import { language, t } from './language.js';
import { follow } from './live.js';
import { banner, momentBar } from './moment/bar.js';
import { isPast, knownSince, moment } from './moment/moment.js';
import { board } from './pages/board.js';
import { kpi, kpis } from './pages/kpis.js';
import { milestones } from './pages/milestones.js';
import { overview } from './pages/overview.js';
import { isPart, portfolio } from './pages/portfolio.js';
import { signIn } from './pages/sign-in.js';
import { timeline } from './pages/timeline.js';
import { problemPanel } from './parts.js';
import { changedMeanwhile, isAtWork, keepPlace } from './refresh.js';
import { linkTo, routeOf } from './route.js';
import { forgetToken, keepToken, token, tokenIn } from './session.js';
import { header } from './shell.js';

/**
 * What a page is given and gives back.
 *
 * @typedef {object} Context
 * @property {import('./session.js').Me} me
 * @property {string[]} path
 * @property {URLSearchParams} query
 * @property {() => Promise<void>} reload shows the page again, with what is true now
 * @typedef {{ title: string, content: Node, asOf?: import('./moment/bar.js').AsOf, files?: import('./files.js').Files }} Page asOf: the moment of its answers, where it has any; files: those that hold what it shows
 */

/** @type {import('./session.js').Me | undefined} */
let me;
/** Counts what was asked for, so that a slow answer does not cover a newer page. */
let shown = 0;
/** @type {(() => void) | undefined} */
let unfollow;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let refreshing;

const main = h('main', { id: 'main', tabindex: '-1' });
const top = h('div');

document.documentElement.lang = language;
document.body.append(h('a', { class: 'skip', href: '#main', on: { click: skip } }, t.skip), top, main);
// The token leaves the address before anything else is done.
const given = location.pathname === '/sign-in' ? tokenIn(location.hash) : null;
if (given) {
  keepToken(given);
  history.replaceState(null, '', '/sign-in');
}
addEventListener('hashchange', () => show());
if (location.pathname === '/sign-in') void enter(given === null);
else void show(true);

/** Checks the token that was given or asks for one. @param {boolean} asking */
async function enter(asking) {
  if (asking) return showSignIn();
  try {
    me = await read('/me');
    history.replaceState(null, '', `/${location.hash.startsWith('#/') ? location.hash : '#/'}`);
    await show(true);
  } catch (error) {
    leave(error instanceof Error ? error.message : undefined);
  }
}

/** @param {string} [reason] */
function showSignIn(reason) {
  shown += 1;
  me = undefined;
  unfollow?.();
  unfollow = undefined;
  const submit = (/** @type {string} */ value) => {
    keepToken(value);
    return enter(false);
  };
  place(signIn(submit, reason), true);
}

/** @param {string} [reason] */
function leave(reason) {
  forgetToken();
  const back = location.pathname === '/' ? location.hash : '';
  history.replaceState(null, '', `/sign-in${back}`);
  showSignIn(reason);
}

/** Shows the page the address leads to. @param {boolean} [first] @param {boolean} [again] only what is on it has changed */
async function show(first = false, again = false) {
  if (location.pathname === '/sign-in') return;
  const mine = ++shown;
  const { path, query } = routeOf(location.hash);
  main.setAttribute('aria-busy', 'true');
  const late = setTimeout(
    () => mine === shown && !again && main.replaceChildren(h('p', { class: 'loading' }, t.loading)),
    400,
  );
  try {
    if (!token()) return leave();
    me ??= /** @type {import('./session.js').Me} */ (await read('/me'));
    const page = await pageAt({ me, path, query, reload: () => show() });
    if (mine !== shown) return;
    const back = again ? keepPlace(main) : undefined;
    place(page, first);
    back?.();
    unfollow ??= follow(changed);
  } catch (error) {
    if (mine !== shown) return;
    if (error instanceof Problem && error.details.status === 401) leave(error.details.detail);
    else place(failed(error), first);
  } finally {
    clearTimeout(late);
    main.removeAttribute('aria-busy');
  }
}

/** A partnership changed: what is shown of it follows, unless somebody is at work on it. @param {import('./live.js').Change} change */
function changed({ partnershipId, position }) {
  const { path } = routeOf(location.hash);
  const isShown = path[0] !== 'partnerships' || path[1] === partnershipId;
  // What was known then does not change.
  if (!isShown || position <= lastWritten || knownSince(moment()) !== undefined) return;
  clearTimeout(refreshing);
  // Several changes in a row are one.
  refreshing = setTimeout(() => {
    if (!isAtWork(main)) return void show(false, true);
    if (!main.querySelector('.changed')) main.prepend(changedMeanwhile(() => show()));
  }, 300);
}

/** @param {Context} context @returns {Promise<Page>} */
async function pageAt(context) {
  const [first, id, section, code] = context.path;
  if (first === undefined) return board(context);
  if (first === 'partnerships' && id !== undefined) {
    if (section === undefined) return overview(context, id);
    if (section === 'milestones') return milestones(context, id);
    if (section === 'timeline') return timeline(context, id);
    if (section === 'kpis') return code === undefined ? kpis(context, id) : kpi(context, id, code);
  }
  if (first === 'portfolio' && isPart(id)) return portfolio(context, id);
  return notFound();
}

/** @returns {Page} */
function notFound() {
  const back = h('p', {}, h('a', { href: linkTo([]) }, t.problem.toBoard));
  return {
    title: t.problem.notFound,
    content: h('div', {}, h('h1', {}, t.problem.notFound), h('p', {}, t.problem.notFoundSays), back),
  };
}

/** @param {unknown} error @returns {Page} */
function failed(error) {
  if (error instanceof Problem && error.details.status === 404) return notFound();
  if (!(error instanceof Problem || error instanceof NoAnswer)) console.error(error);
  return { title: t.problem.title, content: problemPanel(error, () => show()) };
}

/** @param {Page} page @param {boolean} first */
function place({ title, content, asOf, files }, first) {
  document.title = `${title} · Medspil`;
  const samePage = main.dataset.page === location.hash.split('?')[0];
  main.dataset.page = location.hash.split('?')[0];
  top.replaceChildren(header(me, () => leave()));
  const past = asOf ? momentBar(asOf, files) : me && isPast(moment()) && banner();
  main.replaceChildren(...(past ? [past] : []), content);
  const pointedAt = /** @type {HTMLElement | null} */ (main.querySelector('.pointed-at'));
  if (pointedAt) {
    pointedAt.scrollIntoView({ block: 'center' });
    pointedAt.focus({ preventScroll: true });
    return;
  }
  if (first || samePage) return;
  scrollTo(0, 0);
  // Whoever does not see the page change hears where they are now.
  const heading = main.querySelector('h1');
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

/** A fragment would change the page: the focus moves without one. @param {Event} event */
function skip(event) {
  event.preventDefault();
  main.focus();
}
