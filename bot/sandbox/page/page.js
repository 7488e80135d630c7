// The page's script: it sends what a person does, and swaps in what the server
// renders. The server is right about everything but what is being typed.
'use strict';

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
const app = () => $('#app');
const me = () => app().dataset.as;
const at = () => app().dataset.at;

// ---- Sending ----

// send posts one act and waits for its answer.
async function send(act, fields = {}) {
  const body = fields instanceof URLSearchParams ? fields : new URLSearchParams(fields);
  body.set('as', me());
  try {
    await fetch('/do/' + act, { method: 'POST', body, keepalive: true });
  } catch {
    offline(true);
  }
}

// valuesIn is everything a surface (a view or a message) holds now.
function valuesIn(container) {
  const form = document.querySelector(`form[data-container="${CSS.escape(container)}"]`);
  return new URLSearchParams(form ? new FormData(form) : undefined);
}

// ---- Swapping in what changed ----

let edits = 0; // counts what was typed and stored, so that an older answer does not undo it
let asked = 0, running = false;

// refresh fetches the page anew and swaps in what differs. Calls made while
// one runs are answered by one more run.
async function refresh() {
  if (!me()) return;
  asked++;
  if (running) return;
  running = true;
  try {
    for (let done = 0; done < asked;) {
      done = asked;
      const before = edits;
      const query = new URLSearchParams({ as: me(), at: at() });
      if (document.hidden) query.set('hidden', '1');
      if (new URLSearchParams(location.search).has('wire')) query.set('wire', '1');
      const wanted = query.get('at');
      const answer = await fetch('/fragment?' + query);
      if (!answer.ok) throw new Error('refused');
      const html = await answer.text();
      if (wanted !== at()) { asked++; continue; }
      const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById('app');
      if (fresh) swap(fresh, before !== edits);
      offline(false);
    }
  } catch {
    offline(true);
  } finally {
    running = false;
  }
}

function offline(is) { $('#offline').hidden = !is; }

// swap turns the page into the fresh one and keeps focus, caret and scrolling.
function swap(fresh, keepTyped) {
  const focus = document.activeElement;
  const caret = focus && 'selectionStart' in focus ? [focus.selectionStart, focus.selectionEnd] : null;
  const where = focus ? { id: focus.id, action: focus.dataset?.actionId } : {};
  const covered = $('#modals > dialog[open]');
  if (covered) focusIn.set(covered.dataset.view, covered.contains(focus) && focus.id || lastPressed?.id);
  const scrolls = new Map($$('[data-scroll]').map(e => [e.dataset.scroll, {
    top: e.scrollTop, end: e.scrollHeight - e.scrollTop - e.clientHeight < 60,
  }]));
  const before = { at: at(), stop: lastStop()?.id, messages: new Set($$('#messages > article').map(m => m.id)), view: covered && viewNow(covered), time: timeNow() };
  morph(app(), fresh, keepTyped);
  tour();
  document.title = app().dataset.title;
  turn(before.time);
  const stop = lastStop(); // what came last is in sight
  if (stop && stop.id !== before.stop) stop.parentElement.scrollLeft = stop.parentElement.scrollWidth;
  for (const e of $$('[data-scroll]')) {
    const was = scrolls.get(e.dataset.scroll);
    const log = e.querySelector('#messages');
    const top = was ? was.top : 0; // what one comes to begins at its top, messages at the newest
    if (log && (!was || was.end)) e.scrollTop = e.scrollHeight;
    else if (e.scrollTop !== top) e.scrollTop = top;
  }
  modals();
  tell(before);
  if (document.activeElement !== focus && (document.activeElement === document.body || !focus?.isConnected)) {
    const again = (where.id && document.getElementById(where.id)) ||
      (where.action && $(`dialog[open] [data-action-id="${CSS.escape(where.action)}"]`));
    const modal = $('#modals > dialog[open]');
    if (!again && modal) $('h2', modal).focus({ preventScroll: true }); // another view stands in its place
    if (again) {
      again.focus({ preventScroll: true });
      if (caret && caret[0] !== null && again.setSelectionRange) {
        try { again.setSelectionRange(...caret); } catch { /* not a text input */ }
      }
    }
  }
}

const lastStop = () => $('#ride ol')?.lastElementChild;

// ---- Telling what changed to who does not see it ----

// tell announces, in the live region, what came: new messages, or what the app
// changed in the modal.
function tell(before) {
  const modal = $('#modals > dialog[open]');
  if (modal) {
    if (before.view && before.view.id === modal.id) changed(modal, before.view);
    return;
  }
  if (before.at !== at() || !before.messages.size) return;
  const fresh = $$('#messages > article').filter(m => !before.messages.has(m.id) && !(m.dataset.mine));
  if (fresh.length) say($('#told'), fresh.map(m => words(m.querySelector('.byline b')) + ': ' + words(m.querySelector('.surface'))).join('\n'));
}

const words = e => e ? e.innerText.replace(/\s+/g, ' ').trim() : '';

// say writes to a live region; the same words twice are told twice.
function say(region, text) {
  region.textContent = '';
  requestAnimationFrame(() => { region.textContent = text; });
}

// viewNow is what a modal shows, to be compared with what it shows later.
function viewNow(modal) {
  return {
    id: modal.id, hash: modal.dataset.hash, title: words($('h2', modal)),
    first: words($('.modal-body > .block', modal)), labels: $$('.label', modal).map(words), scroll: $('.modal-body', modal).scrollTop,
  };
}

// changed brings into sight, and tells, what the app changed in a modal: another
// view in its place begins at its top, and so does one with a word to read first.
function changed(modal, was) {
  const now = viewNow(modal);
  if (now.hash === was.hash) return;
  const region = $('.told', modal);
  const another = now.title !== was.title;
  if (another || now.first !== was.first || submitted === modal.dataset.view) {
    $('.modal-body', modal).scrollTop = 0;
    say(region, another ? now.title + '. ' + now.first : now.first);
    if (another && !$('.modal-body', modal).contains(document.activeElement)) $('h2', modal).focus({ preventScroll: true });
  } else {
    const added = now.labels.filter(l => !was.labels.includes(l));
    say(region, added.length ? 'New here: ' + added.join(', ') : 'This window has changed.');
  }
  submitted = '';
}

let submitted = ''; // the view that was sent off last

// ---- The tour ----

let away = false; // where the browser keeps nothing, until the window is left

function tourAway() {
  try { return localStorage.getItem('tour') === 'away'; } catch { return away; }
}

// tour shows it, unless it was put away in this browser. What is newest stays in
// sight.
function tour() {
  const card = $('#tour'), scroll = $('#scroll');
  if (!card || card.hidden === tourAway()) return;
  const end = $('#messages') && scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
  card.hidden = tourAway();
  if (end) scroll.scrollTop = scroll.scrollHeight;
}

function putTourAway(is) {
  away = is;
  try { is ? localStorage.setItem('tour', 'away') : localStorage.removeItem('tour'); } catch { /* away it is all the same */ }
  tour();
  drawer(false);
  const next = is ? $('#composer') || $('#main') : $('#tour-away');
  next.focus({ preventScroll: true });
}

addEventListener('storage', tour); // another window of this browser

// ---- The clock's hands ----

const timeNow = () => { const d = $('#face')?.dataset; return d ? { hour: +d.hour, minute: +d.minute } : null; };

// turn takes the hands round to where they are now, for the joy of it.
function turn(was) {
  const now = timeNow();
  if (!was || !now || (was.hour === now.hour && was.minute === now.minute)) return;
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const hours = ((now.hour - was.hour) % 360 + 360) % 360 || 360;
  const turns = hours * 12 - ((hours * 12 - (now.minute - was.minute)) % 360); // whole turns of the long hand
  const began = performance.now(), lasts = Math.min(900, 300 + hours * 3);
  const face = $('#face');
  face.ride = began;
  (function step(t) {
    if (face.ride !== began) return;
    const left = (1 - Math.min(1, Math.max(0, (t - began) / lasts))) ** 3;
    $('.hour', face).setAttribute('transform', `rotate(${now.hour - hours * left} 16 16)`);
    $('.minute', face).setAttribute('transform', `rotate(${now.minute - turns * left} 16 16)`);
    if (left > 0) requestAnimationFrame(step);
  })(began);
}

const typable = e => e.matches('input:not([type=hidden]), textarea, select, option');
const key = n => n.nodeType === 1 ? n.id || '' : '';

// morph makes the node old like the node neu, touching only what differs.
function morph(old, neu, keepTyped) {
  if (old.nodeType !== 1) {
    if (old.nodeValue !== neu.nodeValue) old.nodeValue = neu.nodeValue;
    return;
  }
  if (old.tagName === 'TEMPLATE') {
    if (old.innerHTML !== neu.innerHTML) old.innerHTML = neu.innerHTML;
    return;
  }
  if (old.id === 'completions' || old.matches('.told')) return; // the script's own
  const stored = stateOf(old);
  attributes(old, neu, keepTyped);
  if (old.tagName !== 'TEXTAREA' || !keepTyped) children(old, neu, keepTyped);
  if (typable(old) && !keepTyped && !old.unsent && !old.closest('select')?.unsent && stateOf(old) !== stored) restore(old);
}

// stateOf is what the server says an input holds.
function stateOf(e) {
  switch (e.tagName) {
    case 'INPUT': return e.type === 'checkbox' || e.type === 'radio' ? String(e.defaultChecked) : e.defaultValue;
    case 'TEXTAREA': return e.defaultValue;
    case 'SELECT': return [...e.options].filter(o => o.defaultSelected).map(o => o.value).join();
  }
  return '';
}

function restore(e) {
  if (e.id === 'composer' || e.id === 'clock-to') return;
  if (e.tagName === 'SELECT') {
    e.value = [...e.options].find(o => o.defaultSelected)?.value ?? '';
  } else if (e.type === 'checkbox' || e.type === 'radio') {
    e.checked = e.defaultChecked;
  } else if (e.value !== e.defaultValue) {
    e.value = e.defaultValue;
  }
}

function attributes(old, neu, keepTyped) {
  // What the person opened, and what waits for an answer, is the browser's.
  const own = name => (name === 'open' && /^(DETAILS|DIALOG)$/.test(old.tagName)) ||
    ((name === 'disabled' || name === 'aria-busy') && old.pressed) ||
    (old.id === 'composer' && /^(rows|aria-activedescendant)$/.test(name)) ||
    (old.id === 'menu' && name === 'aria-expanded') ||
    (name === 'style' && old.matches('.menu-items')) ||
    (name === 'hidden' && old.id === 'tour') ||
    (keepTyped && typable(old) && /^(value|checked|selected)$/.test(name) && old.type !== 'submit');
  for (const { name } of [...old.attributes]) {
    if (!neu.hasAttribute(name) && !own(name)) old.removeAttribute(name);
  }
  for (const { name, value } of [...neu.attributes]) {
    if (old.getAttribute(name) !== value && !own(name)) old.setAttribute(name, value);
  }
}

function children(old, neu, keepTyped) {
  const wanted = new Set([...neu.childNodes].map(key).filter(Boolean));
  const kept = new Map();
  for (const n of [...old.childNodes]) {
    const k = key(n);
    if (k && wanted.has(k)) kept.set(k, n);
    else if (k) n.remove();
  }
  let cursor = old.firstChild;
  for (const n of [...neu.childNodes]) {
    const k = key(n);
    const same = k ? kept.get(k) : null;
    if (same) {
      // Drop what stands between, rather than move the node: moving loses focus.
      while (cursor && cursor !== same && !key(cursor)) {
        const next = cursor.nextSibling;
        cursor.remove();
        cursor = next;
      }
      if (cursor === same) cursor = cursor.nextSibling;
      else old.insertBefore(same, cursor);
      if (same.tagName !== n.tagName) same.replaceWith(document.importNode(n, true));
      else morph(same, n, keepTyped);
    } else if (!k && cursor && !key(cursor) && cursor.nodeType === n.nodeType && cursor.nodeName === n.nodeName) {
      const next = cursor.nextSibling;
      morph(cursor, n, keepTyped);
      cursor = next;
    } else {
      old.insertBefore(document.importNode(n, true), cursor);
    }
  }
  while (cursor) {
    const next = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

// ---- Modals ----

let opener = null; // what had the focus before the first modal
const focusIn = new Map(); // what had it in a view that another now covers

function modals() {
  const top = $('#modals > dialog');
  if (!top) {
    if (opener) (document.getElementById(opener) || $('#composer') || $('#main'))?.focus({ preventScroll: true });
    opener = null;
    focusIn.clear();
    return;
  }
  if (top.open) {
    const wrong = $('.has-error', top);
    if (wrong && top.shown !== wrong.id + wrong.textContent) {
      top.shown = wrong.id + wrong.textContent;
      $('input:not([type=hidden]), textarea, select, button', wrong)?.focus();
      wrong.scrollIntoView({ block: 'nearest' });
    } else if (!wrong) top.shown = null;
    return;
  }
  if (opener === null) opener = lastPressed?.isConnected && lastPressed.id ? lastPressed.id : document.activeElement?.id || 'composer';
  top.showModal();
  const was = document.getElementById(focusIn.get(top.dataset.view));
  const first = (top.contains(was) && was) || $('[data-focus]', top) ||
    (matchMedia('(pointer: fine)').matches && $('.modal-body :is(input:not([type=hidden]), textarea, select)', top)) ||
    $('h2', top);
  first.focus();
}

let lastPressed = null;

// confirmed asks the question an element brings with it, if any.
function confirmed(element) {
  const template = element.closest('details.overflow')?.querySelector('template.confirm') ||
    (element.nextElementSibling?.matches('template.confirm') ? element.nextElementSibling : null) ||
    element.closest('.control')?.querySelector('template.confirm');
  if (!template) return Promise.resolve(true);
  const dialog = document.importNode(template.content.firstElementChild, true);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve => {
    const answer = yes => { dialog.close(); dialog.remove(); element.focus?.(); resolve(yes); };
    dialog.addEventListener('cancel', e => { e.preventDefault(); answer(false); });
    dialog.addEventListener('click', e => {
      const button = e.target.closest('[data-answer]');
      if (button) answer(button.dataset.answer === 'yes');
    });
  });
}

// ---- Typing in views ----

let later = 0, lastSet = Promise.resolve();
const unsent = new Set(); // inputs whose value is not on the server yet

function typed(element) {
  edits++;
  element.unsent = true;
  unsent.add(element);
  clearTimeout(later);
  later = setTimeout(store, 250);
}

// store sends what was typed, one request after the other.
function store() {
  clearTimeout(later);
  if (!unsent.size) return lastSet;
  const now = [...unsent];
  const containers = new Set(now.map(e => e.dataset.container));
  for (const e of now) unsent.delete(e);
  lastSet = lastSet.then(async () => {
    for (const c of containers) {
      const body = valuesIn(c);
      body.set('container', c);
      await send('set', body);
    }
    edits++;
    for (const e of now) if (!unsent.has(e)) e.unsent = false;
  });
  return lastSet;
}

// act tells the app that an element was used, with all its surface holds.
async function act(element, extra = {}) {
  if (element.pressed) return;
  const { container, blockId, actionId } = element.dataset;
  submitted = '';
  await store();
  const body = valuesIn(container);
  for (const [k, v] of Object.entries({ container, block: blockId, action: actionId, ...extra })) body.set(k, v);
  await waiting(element, send('act', body));
}

// waiting disables what was pressed until the answer is there.
async function waiting(element, promise) {
  const card = element.closest('#messages > article')?.id, said = card && words($('.surface', element.closest('article')));
  const button = element.matches('button, a.button');
  if (button) { element.pressed = true; element.disabled = true; element.setAttribute('aria-busy', 'true'); }
  try {
    await promise;
    await refresh();
  } finally {
    element.pressed = false;
    if (button) { element.disabled = false; element.removeAttribute('aria-busy'); }
  }
  const fresh = element.id && document.getElementById(element.id);
  if (fresh && document.activeElement === document.body) fresh.focus({ preventScroll: true });
  const now = card && document.getElementById(card);
  if (!now || $('#modals > dialog[open]')) return;
  if (document.activeElement === document.body) $('button, a', now)?.focus({ preventScroll: true }); // it is gone with what was said
  const says = words($('.surface', now));
  if (says !== said) say($('#told'), says);
}

const dispatches = (element, on) => (element.dataset.dispatch || '').split(' ').includes(on);

document.addEventListener('input', e => {
  const element = e.target;
  if (element.id === 'composer') { keepDraft(); grow(); complete(); return; }
  if (!element.dataset?.container) return;
  typed(element);
  if (dispatches(element, 'character')) {
    clearTimeout(element.soon);
    element.soon = setTimeout(() => act(element), 400);
  }
});

document.addEventListener('change', async e => {
  const element = e.target;
  if (!element.dataset?.container) return;
  if (element.tagName === 'SELECT') describe(element);
  typed(element);
  if (!dispatches(element, 'change')) { store(); return; }
  if (element.tagName === 'SELECT' && element.value === '') return;
  if (!await confirmed(element)) {
    element.unsent = false;
    unsent.delete(element);
    const group = element.type === 'radio' ? $$(`[name="${CSS.escape(element.name)}"]`, element.form) : [element];
    group.forEach(restore);
    return;
  }
  // Keys fill a date part by part, and each part is a change.
  clearTimeout(element.soon);
  if (/^(date|time|datetime-local)$/.test(element.type)) element.soon = setTimeout(() => act(element), 500);
  else act(element);
});

// A picture that arrives makes what stands above it jump, but not the newest out
// of sight.
document.addEventListener('load', e => {
  const scroll = e.target.matches?.('img') && e.target.closest('#scroll');
  if (scroll && scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < e.target.height + 80) scroll.scrollTop = scroll.scrollHeight;
}, true);

// describe shows the description of the option that is chosen.
function describe(select) {
  const line = $(`[data-for="${CSS.escape(select.id)}"]`);
  if (line) line.textContent = select.selectedOptions[0]?.dataset.description || '';
}

// ---- Pressing ----

// The second click of a double one was meant for what the first has turned already: on
// "Save" it must not press what stands there by now. Slack is slower than that.
let tapped = '';
document.addEventListener('click', e => {
  const modal = e.target.closest('dialog.modal');
  if (!modal) return;
  if (e.pointerType === 'mouse' && e.detail > 1 && tapped !== modal.dataset.hash) {
    e.preventDefault();
    e.stopImmediatePropagation();
  } else tapped = modal.dataset.hash;
}, true);

document.addEventListener('click', async e => {
  const button = e.target.closest('button, a');
  for (const open of $$('details[data-menu][open]')) {
    if (!open.contains(e.target) || e.target.closest('[role=menuitem]')) open.open = false;
  }
  if (e.target.id === 'shade') drawer(false);
  if (!button || button.pressed) return;
  if (button.id) lastPressed = button;
  const d = button.dataset;
  if (button.id === 'menu') drawer(!document.body.classList.contains('drawer'));
  else if (button.id === 'dismiss' || button.id === 'ride-away') { await send('dismiss'); refresh(); }
  else if (button.id === 'tour-away' || button.id === 'tour-open') putTourAway(button.id === 'tour-away');
  else if (d.type !== undefined) waiting(button, send('type', { at: at(), text: d.type }));
  else if (d.clock && d.clock !== 'to') advance(button, { by: d.clock });
  else if (d.delete !== undefined) waiting(button, send('delete', { container: d.container }));
  else if (d.shortcut !== undefined) waiting(button, send('shortcut', { name: d.shortcut, container: d.container || '' }));
  else if (d.writes !== undefined) waiting(button, send('write', { to: d.writes }));
  else if (d.close !== undefined) close(button.closest('dialog'), button);
  else if (d.dispatch === 'press') {
    if (button.tagName === 'A') { act(button); return; }
    lastPressed = button.closest('details')?.querySelector('summary') || button;
    if (!await confirmed(button)) return;
    if (d.url) window.open(d.url, '_blank', 'noopener');
    act(button, d.option === undefined ? {} : { option: d.option });
  } else if (d.wire !== undefined && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
    e.preventDefault();
    wire(button.href);
  } else if (button.matches('a.skip')) {
    e.preventDefault(); // the address stays what it is
    document.getElementById(button.hash.slice(1))?.focus();
  } else if (button.tagName === 'A' && d.at && !e.ctrlKey && !e.metaKey && !e.shiftKey && e.button === 0) {
    e.preventDefault();
    go(d.at, button.href);
  }
});

function close(dialog, button) {
  if (dialog) waiting(button || dialog, send('close', { container: dialog.dataset.view }));
}

// Escape closes a modal as its cross does: the app may want to know.
document.addEventListener('cancel', e => {
  if (!e.target.matches?.('dialog.modal')) return;
  e.preventDefault();
  close(e.target);
}, true);

document.addEventListener('submit', async e => {
  e.preventDefault();
  const form = e.target;
  if (form.id === 'composer-form') post();
  else if (form.id === 'clock-form') advance($('#clock-go'), { by: 'to', to: $('#clock-to').value });
  else if (form.closest('dialog.modal')) {
    const button = $('[data-submit]', form);
    if (!button || button.disabled) return;
    await store();
    const body = valuesIn(form.dataset.container);
    body.set('container', form.dataset.container);
    form.closest('dialog').shown = null;
    submitted = form.dataset.view;
    waiting(button, send('submit', body));
  }
});

// wire shows what the app did, or puts it away.
async function wire(address) {
  history.replaceState(null, '', address);
  drawer(false);
  await refresh();
  ($('#wire-title') || $('#wire-open'))?.focus({ preventScroll: true });
}

async function advance(button, fields) {
  $('#clock-menu').open = false;
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) fields.still = '1';
  await waiting(button, send('advance', fields));
}

// A menu opens where there is room: under its button or over it.
document.addEventListener('toggle', e => {
  const menu = e.target;
  if (!menu.matches?.('details[data-menu]') || !menu.open) return;
  const items = $('.menu-items', menu), at = $('summary', menu).getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = items;
  const below = at.bottom + 4 + height <= innerHeight;
  items.style.top = Math.max(8, Math.min(below ? at.bottom + 4 : at.top - 4 - height, innerHeight - height - 8)) + 'px';
  items.style.left = Math.max(8, Math.min(at.left, innerWidth - width - 8)) + 'px';
}, true);

// It would stay behind when what it belongs to scrolls away.
document.addEventListener('scroll', e => {
  for (const menu of $$('details[data-menu][open]')) if (e.target.contains(menu)) menu.open = false;
}, true);

document.addEventListener('keydown', e => {
  const t = e.target;
  if (t.id === 'composer') { composerKey(e); return; }
  if (e.key === 'Escape') {
    const menu = t.closest?.('details[data-menu][open]');
    if (menu) { menu.open = false; menu.querySelector('summary').focus(); e.stopPropagation(); e.preventDefault(); }
    else if (document.body.classList.contains('drawer')) { drawer(false); $('#menu').focus(); }
    else if (t.closest?.('#wire')) wire($('#wire-close').href);
    return;
  }
  if ((e.key === 'ArrowDown' || e.key === 'ArrowUp') && t.closest?.('details[data-menu] [role=menu], details[data-menu] > summary')) {
    const items = $$('[role=menuitem]', t.closest('details'));
    if (items.length && t.closest('details').open) {
      e.preventDefault();
      items[(items.indexOf(t) + (e.key === 'ArrowDown' ? 1 : items.length - 1) + items.length) % items.length].focus();
    }
    return;
  }
  if (e.key === 'Enter' && t.matches('input') && dispatches(t, 'enter')) { e.preventDefault(); act(t); }
  if (e.key === 'Enter' && t.matches('textarea[data-container]') && (e.ctrlKey || e.metaKey)) t.form.requestSubmit();
});

// ---- Places ----

// What was typed and not sent stays with its person and place, also through a change of
// person, which loads the page anew; until the window is closed.
const drafts = new Map();
const draftOf = place => 'draft ' + me() + ' ' + place;

function draft(place) {
  try { return sessionStorage.getItem(draftOf(place)) || ''; } catch { return drafts.get(draftOf(place)) || ''; }
}

function keepDraft() {
  const composer = $('#composer');
  if (!composer) return;
  try { sessionStorage.setItem(draftOf(at()), composer.value); } catch { drafts.set(draftOf(at()), composer.value); }
}

// showDraft puts it back.
function showDraft() {
  const composer = $('#composer');
  if (composer) { composer.value = draft(at()); hideCompletions(); grow(); }
}

// go shows another tab of the same person.
async function go(place, address, back = false) {
  await store();
  if (!back) history.pushState(null, '', address);
  drawer(false);
  app().dataset.at = place;
  await refresh();
  showDraft();
  opened();
}

addEventListener('popstate', () => {
  const query = new URLSearchParams(location.search);
  if (query.get('as') !== me()) location.reload();
  else go(query.get('at') || 'dm', location.href, true);
});

// opened tells the app that one of its tabs was opened.
async function opened() {
  if (at() === 'home' || at() === 'dm') { await send('open', { at: at() }); refresh(); }
}

function drawer(open) {
  document.body.classList.toggle('drawer', open);
  $('#menu')?.setAttribute('aria-expanded', String(open));
  if (open) $('#side a')?.focus();
}

// ---- The composer ----

function grow() {
  const c = $('#composer');
  c.rows = Math.min(8, c.value.split('\n').length);
}

// wordAtCaret is the / at the beginning or the @word before the caret.
function wordAtCaret() {
  const c = $('#composer');
  const before = c.value.slice(0, c.selectionStart);
  const found = /^\/\S*$/.exec(before) || /(?:^|\s)(@\S*)$/.exec(before);
  return found ? found[1] ?? found[0] : '';
}

function complete() {
  const list = $('#completions'), word = wordAtCaret().toLowerCase();
  list.replaceChildren();
  if (word) {
    for (const item of $('#known').content.children) {
      const known = item.dataset.insert.trim().toLowerCase();
      const byName = word[0] === '@' && item.textContent.toLowerCase().includes(word.slice(1));
      if (item.dataset.sign === word[0] && (known.startsWith(word) || byName)) list.append(document.importNode(item, true));
    }
  }
  [...list.children].forEach((item, i) => { item.id = 'completion-' + i; });
  list.hidden = !list.children.length;
  choose(0);
}

function choose(n) {
  const items = [...$('#completions').children];
  items.forEach((item, i) => item.setAttribute('aria-selected', String(i === n)));
  if (items[n]) {
    $('#composer').setAttribute('aria-activedescendant', items[n].id);
    items[n].scrollIntoView({ block: 'nearest' });
  } else $('#composer').removeAttribute('aria-activedescendant');
}

function hideCompletions() {
  const list = $('#completions');
  if (!list) return;
  list.hidden = true;
  list.replaceChildren();
  $('#composer').removeAttribute('aria-activedescendant');
}

function insert(item) {
  const c = $('#composer'), word = wordAtCaret(), end = c.selectionStart;
  c.setRangeText(item.dataset.insert, end - word.length, end, 'end');
  keepDraft();
  hideCompletions();
  c.focus();
}

// Enter sends, and leaves no line break behind.
let sending = false;
document.addEventListener('keyup', e => { if (e.key === 'Enter') sending = false; });
document.addEventListener('beforeinput', e => {
  if (sending && e.target.id === 'composer' && /^insert(LineBreak|Paragraph|Text)$/.test(e.inputType) && (e.data ?? '\n') === '\n') e.preventDefault();
});

function composerKey(e) {
  const items = [...$('#completions').children];
  const n = items.findIndex(i => i.getAttribute('aria-selected') === 'true');
  if (items.length && (e.key === 'ArrowDown' || e.key === 'ArrowUp')) {
    e.preventDefault();
    choose((n + (e.key === 'ArrowDown' ? 1 : items.length - 1)) % items.length);
  } else if (items.length && e.key === 'Escape') {
    e.preventDefault();
    hideCompletions();
  } else if (items.length && e.key === 'Tab') {
    e.preventDefault();
    insert(items[n]);
  } else if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) {
    e.preventDefault();
    sending = true;
    // A word that is whole already is sent; a begun one is completed first.
    if (items.length && items[n].dataset.insert.trim() !== wordAtCaret()) insert(items[n]);
    else post();
  }
}

document.addEventListener('mousedown', e => {
  const item = e.target.closest?.('#completions [role=option]');
  if (item) { e.preventDefault(); insert(item); }
});
document.addEventListener('focusout', e => { if (e.target.id === 'composer') setTimeout(hideCompletions, 150); });

async function post() {
  const c = $('#composer'), text = c.value.trim();
  if (!text) return;
  c.value = '';
  keepDraft();
  hideCompletions();
  grow();
  lastPressed = c;
  await waiting($('#send'), send('type', { at: at(), text }));
  c.focus({ preventScroll: true });
}

// ---- Beginning ----

// listen hears of every change, and begins anew where the workspace was away.
function listen() {
  const events = new WebSocket(`ws://${location.host}/events`);
  events.onmessage = e => { if (!e.data.startsWith('wire') || app().dataset.wire) refresh(); };
  events.onclose = () => { offline(true); setTimeout(listen, 1000); };
}

document.addEventListener('visibilitychange', () => { if (!document.hidden && me()) refresh(); });

async function begin() {
  if (!me()) return;
  tour();
  showDraft();
  const log = $('#messages');
  if (log) log.parentElement.scrollTop = log.parentElement.scrollHeight;
  const [visit] = performance.getEntriesByType('navigation');
  // As in Slack, a reload takes away what was only on the screen.
  if (visit?.type === 'reload') { await send('reload'); await refresh(); }
  modals();
  listen();
  opened();
}

begin();
