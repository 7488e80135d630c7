package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/cdproto"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// TestBrowser lives the story of stories/spine.txt in the page, as two people
// with a window each: on a desk, then on a phone. With ONEONONE_SCREENSHOTS set
// to a directory, every station leaves a picture in it.
func TestBrowser(t *testing.T) {
	browser := startBrowser(t)
	for _, d := range devices {
		t.Run(d.name, func(t *testing.T) { newPair(t, browser, d).live() })
	}
}

var devices = []device{
	{name: "desktop", width: 1440, height: 900},
	{name: "phone", width: 390, height: 844, touch: true},
}

// device is what the two look at the page with.
type device struct {
	name          string
	width, height int64
	touch         bool // fingers, and a menu instead of a sidebar
}

// pair is Sam and Ana, each in a window, with the real bot.
type pair struct {
	testing.TB
	*world
	device   device
	browser  context.Context
	sam, ana *tab
	stations int
}

// live is the story.
func (p *pair) live() {
	sam, ana := p.sam, p.ana
	const why = "You spoke up about the buses. I would like to hear more."

	// Sam plans, and forgets to say why.
	sam.sees(inMessages, "Hello, Sam.")
	sam.shot("hello")
	sam.typeLine("/1on1 schedule @ana")
	sam.sees(inModal, "Plan a one-on-one")
	sam.holds("Who", "Ana Torres")
	sam.fill("When", "2026-06-11T18:00")
	sam.fill("Where", "Café Luz")
	sam.submit()
	sam.sees(`dialog [data-block-id=why] .error`, "required field")
	sam.shot("nothing-said")
	sam.holds("Who", "Ana Torres")
	sam.holds("When", "2026-06-11T18:00")
	sam.holds("Where", "Café Luz")
	sam.fill("Why", why)
	sam.shot("plan")
	sam.submit()
	sam.seesNoModal()
	sam.sees(inMessages, "Invited Ana for")
	sam.shot("invited")
	sam.press("Invited Ana for", "Prep")
	sam.sees(inModal, "A guide, not a script")
	sam.shot("agenda")
	sam.closeModal()

	// Ana reads it in her own time, not what kind of talk it is, and says yes.
	ana.sees(inMessages, "Sam Okoro would like to meet you")
	ana.sees(inMessages, why)
	ana.sees(inMessages, "19:00, 45 minutes, Café Luz")
	ana.seesNot(inMessages, "Getting to know")
	ana.shot("invitation")
	ana.press("would like to meet you", "See you then")
	ana.sees(inMessages, "You said yes. Sam knows.")
	ana.seesNot(inMessages, "See you then")
	ana.shot("yes")
	sam.sees(inMessages, "Ana said yes")
	sam.sees(inMessages, "They said yes.")
	sam.shot("ana-said-yes")

	// The day before at noon, Ana's time.
	sam.moveClock("tomorrow", "2026-06-09T09:00")
	ana.moveClockTo("2026-06-10T12:00")
	ana.sees(inMessages, "Still good?")
	ana.shot("still-good")
	ana.press("Still good?", "Yes")
	ana.sees(inMessages, "Good. See you then.")
	ana.press("Good. See you then.", "Remind me an hour before")
	ana.sees(inMessages, "I'll remind you an hour before.")

	// The evening before, Sam's time.
	sam.moveClockTo("2026-06-10T18:00")
	sam.sees(inMessages, "Mostly listen")
	sam.shot("prep")
	sam.press("Mostly listen", "My notes and questions")
	sam.sees(inModal, "Questions to take along")
	before := sam.text(inModal)
	sam.pressIn(inModal, "Other questions")
	sam.await("other questions", `text(top()) !== `+quote(before))
	sam.closeModal()

	// An hour before, for who asked; and Sam is late.
	sam.moveClockTo("2026-06-11T17:00")
	ana.sees(inMessages, "In an hour: you and Sam")
	sam.moveClockTo("2026-06-11T17:50")
	sam.press("Mostly listen", "Running late")
	sam.sees(inModal, "Ana gets this line")
	sam.shot("late")
	sam.submit()
	sam.sees(inModal, "Ana will know in a moment.")
	sam.closeModal()
	ana.sees(inMessages, "Sam is running about 10 minutes late.")
	ana.shot("sam-is-late")

	// How did it go?
	sam.moveClock("hour", "2026-06-11T18:50")
	sam.seesNot(inMessages, "How did it go")
	sam.moveClock("hour", "2026-06-11T19:50")
	sam.sees(inMessages, "How did it go with Ana,")
	sam.shot("how-did-it-go")
	sam.press("How did it go with Ana,", "We met")
	sam.sees(inModal, "Only you can read this")
	sam.fill("What do you want to remember", "Her father drove the number 9.")
	sam.fill("I said I would", "send her the minutes")
	// Another choice draws the modal anew, around what was typed.
	sam.choose("Seeing each other", "Another date")
	sam.sees(inModal, "Which day?")
	sam.choose("Seeing each other", "In two weeks")
	sam.seesNot(inModal, "Which day?")
	sam.holds("What do you want to remember", "Her father drove the number 9.")
	sam.holds("I said I would", "send her the minutes")
	sam.shot("reflection")
	sam.submit()
	sam.sees(inModal, "Saved. Only you can read it.")
	sam.sees(inModal, "I'll remind you of what you said you'd do")
	sam.shot("saved")

	// The next one is filled in; only the time is Sam's to look at.
	sam.pressIn(inModal, "Plan it now")
	sam.sees(inModal, "Plan a one-on-one")
	sam.holds("Who", "Ana Torres")
	sam.holds("Why", why)
	sam.holds("Where", "Café Luz")
	sam.holds("When", "2026-06-25T18:00")
	sam.shot("plan-it-now")
	sam.submit()
	sam.seesNoModal()
	sam.sees(inMessages, "Invited Ana for")
	sam.seesNot(inMessages, "number 9")
	sam.seesNot(inMessages, "send her")

	// The Home tabs, and one changes as the other's button is pressed.
	sam.open("home")
	sam.sees(inHome, "Waiting for their answer")
	sam.seesNot(inHome, "number 9")
	sam.shot("home")
	ana.open("home")
	ana.sees(inHome, "Waiting for your answer")
	ana.shot("ana-home")
	ana.pressIn(inHome, "See you then")
	ana.sees(inHome, "You said yes")
	sam.sees(inHome, "They said yes")
	sam.pressIn(inHome, "Prep")
	sam.sees(inModal, "Before your talk")
	sam.closeModal()
	sam.pressIn(inHome, "Plan a one-on-one")
	sam.sees(inModal, "How do they hear about it?")
	sam.pressIn(inModal, "Not now")
	sam.seesNoModal()

	// The promise comes back, in words for Sam alone.
	sam.open("dm")
	sam.moveClockTo("2026-06-13T09:00")
	sam.sees(inMessages, "You planned to do something for Ana by \u200btoday.")
	sam.shot("promise")
	sam.press("You planned to do something for Ana", "Show me")
	sam.sees(inModal, "send her the minutes")
	sam.closeModal()
	sam.press("You planned to do something for Ana", "Done")
	sam.sees(inMessages, "For Ana: done.")
	sam.seesNot(inMessages, "send her")

	// What's next, and what else there is.
	sam.typeLine("/1on1")
	sam.sees(inModal, "What's next")
	sam.shot("next")
	sam.pressIn(inModal, "All talks")
	sam.sees(inModal, "Your one-on-ones")
	sam.shot("all-talks")
	sam.closeModals()
	sam.typeLine("/1on1 help")
	sam.sees(inMessages, "/1on1 reflect")
	sam.shot("help")

	// All that happened without a reload; then Sam's window becomes Ana's.
	for _, tab := range []*tab{sam, ana} {
		tab.await("the page it began with, never loaded again", `window.never === 'loaded again'`)
	}
	sam.become("ana")
	sam.sees(inMessages, "Sam is running about 10 minutes late.")
}

// Everybody can be looked at in a window of their own, and in all of them one can act: of
// connections of another kind than the page's, browsers allow six to one server.
func TestManyWindows(t *testing.T) {
	p := newPair(t, startBrowser(t), devices[0])
	windows := []*tab{p.sam, p.ana}
	for _, who := range []string{"joao", "mei", "ruth", "lucia", "sam"} {
		windows = append(windows, p.window(p.browser, who))
	}
	last := windows[len(windows)-1]
	last.typeLine("/1on1 schedule @ruth")
	last.sees(inModal, "Plan a one-on-one")
	last.fill("Why", "The choir")
	last.submit()
	last.seesNoModal()
	ruth := windows[4]
	ruth.sees(inMessages, "The choir")
	ruth.press("The choir", "See you then")
	p.sam.sees(inMessages, "Ruth said yes")
}

// Where things stand on the page.
const (
	inMessages = "#messages"
	inModal    = "#modals > dialog[open]"
	inHome     = "#scroll.home"
)

// patience bounds every wait in the browser; only a failure uses it up.
const patience = 10 * time.Second

// startBrowser starts a browser that is gone when the test ends. There is none
// on every machine, but there must be one where the project is checked.
func startBrowser(t *testing.T) context.Context {
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("There is no browser here. Install chromium: the page has to be tried in one.")
		}
		t.Skip("There is no browser here. Install chromium to try the page in one.")
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path),
		chromedp.UserDataDir(t.TempDir()),
		// The browser finds nothing but the page.
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
		// A window that is behind another one is as awake as the other.
		chromedp.Flag("disable-features", "CalculateNativeWinOcclusion"),
	}
	for _, flag := range []string{
		"headless", "no-sandbox", "disable-gpu", "no-first-run", "disable-background-networking",
		"disable-component-update", "disable-sync", "disable-dev-shm-usage", "hide-scrollbars",
		"disable-background-timer-throttling", "disable-backgrounding-occluded-windows",
		"disable-renderer-backgrounding", "force-prefers-reduced-motion",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		stop()
		t.Fatalf("%s does not start: %v", filepath.Base(path), err)
	}
	process := chromedp.FromContext(ctx).Browser.Process()
	t.Cleanup(func() {
		closing, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		if err := chromedp.Cancel(closing); err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("close the browser: %v", err)
		}
		stop()
		if err := process.Signal(syscall.Signal(0)); !errors.Is(err, os.ErrProcessDone) {
			t.Error("the browser is still there")
		}
	})
	return ctx
}

// newPair opens a workspace, and it for Sam and for Ana. When the test ends the
// bot must have committed no fault and the page no error.
func newPair(t *testing.T, browser context.Context, d device) *pair {
	w, err := newWorld(t, filepath.Join(t.TempDir(), "oneonone.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if faults := w.finish(); len(faults) > 0 {
			t.Errorf("the bot committed faults:\n%s", strings.Join(faults, "\n"))
		}
	})
	p := &pair{TB: t, world: w, device: d, browser: browser}
	p.sam = p.window(browser, "sam")
	p.ana = p.window(browser, "ana")
	return p
}

// tab is one person's window.
type tab struct {
	*pair
	who string
	ctx context.Context

	mu     sync.Mutex
	errors []string
}

func (p *pair) window(browser context.Context, who string) *tab {
	p.Helper()
	tab := &tab{pair: p, who: who}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewWindow(true), chromedp.WithListener(tab.hear))
	tab.ctx = ctx
	p.Cleanup(func() {
		cancel()
		tab.mu.Lock()
		defer tab.mu.Unlock()
		if len(tab.errors) > 0 {
			p.Errorf("%s's page had errors:\n%s", who, strings.Join(tab.errors, "\n"))
		}
	})
	size := []chromedp.EmulateViewportOption{}
	if p.device.touch {
		size = append(size, chromedp.EmulatePortrait, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	if err := chromedp.Do(ctx); err != nil { // a window lives as long as the context it began with
		p.Fatalf("open a window for %s: %v", who, err)
	}
	tab.do("open the page",
		chromedp.EmulateViewport(p.device.width, p.device.height, size...),
		chromedp.Navigate(p.slack.URL()+"?"+url.Values{"as": {who}, "at": {"dm"}}.Encode()))
	tab.is("dm")
	tab.await("", `(window.never = 'loaded again')`)
	return tab
}

// hear notes what went wrong in the page, and whatever it asks of others.
func (t *tab) hear(event any) {
	said := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		said = (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error()
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			said = e.Entry.Text + " " + e.Entry.URL
		}
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, t.slack.URL()) && !strings.HasPrefix(u, "data:") {
			said = "it asked for " + u
		}
	}
	if said != "" {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.errors = append(t.errors, said)
	}
}

// do runs actions, each within patience and a little.
func (t *tab) do(what string, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	for _, a := range actions {
		ctx, cancel := context.WithTimeout(t.ctx, patience+5*time.Second)
		err := chromedp.Do(ctx, a)
		cancel()
		if err != nil {
			t.fail("%s: %v", what, err)
		}
	}
}

// vocabulary is what the conditions below are made of.
const vocabulary = `
const fold = s => s.replace(/\s+/g, ' ').trim();
const shown = e => e.checkVisibility({ visibilityProperty: true });
const text = e => e ? fold(e.innerText) : '';
const top = () => document.querySelector('#modals > dialog[open]');
const all = (selector, root = document) => [...root.querySelectorAll(selector)].filter(shown);
const message = says => all('#messages article').findLast(m => text(m).includes(says));
const button = (root, says) => root && all('button, summary, a', root).find(b => text(b) === says);
const field = label => {
  if (!label) return top().querySelector('select'); // it stands by itself, and has none
  const block = all('.block.input', top() || document).find(b => text(b.querySelector('.label')).startsWith(label));
  return block && block.querySelector('input:not([type=hidden]), textarea, select');
};
// until asks again and again, and gives up with what it was told last.
const until = (ask, patience) => new Promise(resolve => {
  const end = performance.now() + patience;
  (async function look() {
    const answer = await ask();
    if (answer === true || typeof answer === 'object' && answer || performance.now() > end) resolve(answer);
    else setTimeout(look, 15);
  })();
});
`

// ask runs an expression in the page until it is true or an object, and gives
// what it was at last. A page that is left meanwhile is asked again when the
// next is there.
func ask[T any](t *tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience+5*time.Second)
	defer cancel()
	for {
		answer, err := chromedp.Run(ctx, chromedp.Evaluate[T](
			fmt.Sprintf("(async () => { %s; return await until(() => (%s), %d) })()", vocabulary, expression, patience.Milliseconds()),
			chromedp.EvalAwaitPromise))
		if left := new(cdproto.Error); !errors.As(err, &left) || ctx.Err() != nil {
			return answer, err
		}
	}
}

// await waits until an expression is true.
func (t *tab) await(what, expression string) {
	t.Helper()
	if is, err := ask[bool](t, "!!("+expression+")"); err != nil || !is {
		t.fail("waited in vain for %s%s", what, because(err))
	}
}

func because(err error) string {
	if err == nil {
		return ""
	}
	return ": " + err.Error()
}

// sees waits until a place shows words.
func (t *tab) sees(place, says string) {
	t.Helper()
	t.await(fmt.Sprintf("%q in %s", says, place), fmt.Sprintf(`text(document.querySelector(%s)).includes(%s)`, quote(place), quote(says)))
}

// settled waits until everything is answered and sent.
func (t *tab) settled() {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	if err := t.settle(ctx); err != nil {
		t.fail("not all is answered and sent: %v", err)
	}
}

// seesNot waits until all is settled, and a place shows no such words.
func (t *tab) seesNot(place, says string) {
	t.Helper()
	t.settled()
	t.await(fmt.Sprintf("%q to be gone from %s", says, place), fmt.Sprintf(`!text(document.querySelector(%s)).includes(%s)`, quote(place), quote(says)))
}

func (t *tab) seesNoModal() {
	t.Helper()
	t.await("the modal to close", `!document.querySelector('#modals > dialog')`)
}

// holds waits until a field of the modal, by its label, holds a value: in a
// select, the words of what is chosen.
func (t *tab) holds(label, value string) {
	t.Helper()
	t.await(fmt.Sprintf("%q to hold %q", label, value), fmt.Sprintf(
		`(f => f && (f.tagName === 'SELECT' ? text(f.selectedOptions[0]) : f.value) === %s)(field(%s))`, quote(value), quote(label)))
}

// text is what a place shows now.
func (t *tab) text(place string) string {
	t.Helper()
	s, err := ask[struct{ Text string }](t, fmt.Sprintf(`({ Text: text(document.querySelector(%s)) })`, quote(place)))
	if err != nil {
		t.fail("read %s: %v", place, err)
	}
	return s.Text
}

// press presses the button with these words on the newest message that says so.
func (t *tab) press(message, words string) {
	t.Helper()
	t.touch(fmt.Sprintf("%q under %q", words, message), fmt.Sprintf(`button(message(%s), %s)`, quote(message), quote(words)))
}

// pressIn presses the first button with these words in a place.
func (t *tab) pressIn(place, words string) {
	t.Helper()
	t.touch(fmt.Sprintf("%q in %s", words, place), fmt.Sprintf(`button(document.querySelector(%s), %s)`, quote(place), quote(words)))
}

func (t *tab) pressAt(selector string) {
	t.Helper()
	t.touch(selector, fmt.Sprintf(`document.querySelector(%s)`, quote(selector)))
}

func (t *tab) submit() {
	t.Helper()
	t.pressAt(inModal + " [data-submit]")
}

// closeModal closes the modal that is open, and none must be left.
func (t *tab) closeModal() {
	t.Helper()
	t.pressAt(inModal + " .x")
	t.seesNoModal()
}

// closeModals closes one modal after the other.
func (t *tab) closeModals() {
	t.Helper()
	for range 3 { // Slack stacks no more
		was, err := ask[struct{ ID string }](t, `({ ID: top() ? top().id : '' })`)
		if err != nil {
			t.fail("look for a modal: %v", err)
		}
		if was.ID == "" {
			return
		}
		t.pressAt(inModal + " .x")
		t.await("the modal to close", `!top() || top().id !== `+quote(was.ID))
	}
	t.seesNoModal()
}

// touch presses, with the mouse or with a finger, what an expression finds: once
// it stands still, can be pressed, nothing covers it and the server has nothing
// newer to show in its place.
func (t *tab) touch(what, found string) {
	t.Helper()
	t.settled()
	type place struct {
		X, Y float64
		Why  string
	}
	at, err := ask[json.RawMessage](t, fmt.Sprintf(`(async () => {
		const e = %s;
		if (!e) return 'it is not there';
		if (!shown(e)) return 'it is not shown';
		if (e.disabled) return 'it is disabled';
		e.scrollIntoView({ block: 'nearest', behavior: 'instant' });
		const r = e.getBoundingClientRect(), now = [r.x, r.y, r.width, r.height].join(' ');
		const was = window.stood;
		window.stood = [e, now];
		if (!was || was[0] !== e || was[1] !== now) return 'it moves';
		const X = r.x + r.width / 2, Y = r.y + r.height / 2, hit = document.elementFromPoint(X, Y);
		if (!hit || !e.contains(hit)) return 'it is covered by ' + (hit ? hit.outerHTML.slice(0, 200) : 'nothing: it is out of sight');
		const newest = await (await fetch('/fragment' + location.search + '&hidden=1')).text();
		if (e.id && !newest.includes('id="' + e.id + '"')) return 'it is about to be replaced';
		window.stood = null;
		return { X, Y };
	})()`, found))
	var where place
	if err == nil && json.Unmarshal(at, &where) != nil {
		err = errors.New(string(at))
	}
	if err != nil {
		t.fail("cannot press %s: %v", what, err)
	}
	press := chromedp.MouseClickXY(where.X, where.Y)
	if t.device.touch {
		press = chromedp.TapXY(where.X, where.Y)
	}
	t.do("press "+what, press)
}

// fill types into the field of the modal that has this label.
func (t *tab) fill(label, value string) {
	t.Helper()
	found := fmt.Sprintf(`field(%s)`, quote(label))
	t.await(fmt.Sprintf("a field %q", label), found)
	_, noTime := time.Parse("2006-01-02T15:04", value)
	if _, noDay := time.Parse(time.DateOnly, value); noTime == nil || noDay == nil {
		// A date is put together in the browser's own window.
		t.set(label, fmt.Sprintf(`(f => f.value = %s)`, quote(value)))
		return
	}
	t.touch(fmt.Sprintf("the field %q", label), found)
	t.await("the caret in "+label, fmt.Sprintf(`%s === document.activeElement && (document.activeElement.select(), true)`, found))
	t.do("type into "+label, insert(value))
	t.holds(label, value)
}

// choose chooses an option, by its words, in the select with this label.
func (t *tab) choose(label, option string) {
	t.Helper()
	t.set(label, fmt.Sprintf(`(f => f.value = [...f.options].find(o => text(o) === %s).value)`, quote(option)))
}

// set gives a field a value as the browser's own pickers do.
func (t *tab) set(label, how string) {
	t.Helper()
	t.await(fmt.Sprintf("a field %q that can be set", label), fmt.Sprintf(`(f => {
		if (!f) return false;
		f.focus();
		%s(f);
		f.dispatchEvent(new Event('input', { bubbles: true }));
		f.dispatchEvent(new Event('change', { bubbles: true }));
		return true;
	})(field(%s))`, how, quote(label)))
}

// insert types a text where the caret is, as a keyboard of any kind would.
func insert(text string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, input.InsertText, input.InsertTextParams{Text: text})
		return err
	})
}

// typeLine types into the composer and sends it.
func (t *tab) typeLine(line string) {
	t.Helper()
	t.pressAt("#composer")
	t.await("the caret in the composer", `document.activeElement.id === 'composer'`)
	t.do("type", chromedp.KeyEvent(line))
	t.await("what was typed", fmt.Sprintf(`document.querySelector('#composer').value === %s`, quote(line)))
	if t.device.touch {
		t.pressAt("#send")
	} else {
		t.do("send", chromedp.KeyEvent("\r"))
	}
	t.await("the composer to be empty", `document.querySelector('#composer').value === ''`)
}

// side opens the sidebar where it hides.
func (t *tab) side() {
	t.Helper()
	if t.device.touch {
		t.pressAt("#menu")
	}
}

// open goes to a tab of the app.
func (t *tab) open(at string) {
	t.Helper()
	t.side()
	t.pressAt("#tab-" + at)
	t.is(at)
}

// become makes the window somebody else's.
func (t *tab) become(who string) {
	t.Helper()
	t.side()
	t.pressAt("[data-person=" + who + "]")
	t.who = who
	t.await("the page of "+who, fmt.Sprintf(`document.querySelector('#app[data-as="%s"]')`, who))
}

func (t *tab) is(at string) {
	t.Helper()
	t.await("the page of "+t.who, fmt.Sprintf(`document.querySelector('#app[data-as="%s"][data-at="%s"]')`, t.who, at))
}

// moveClock presses one of the clock's buttons, and waits until it stands where
// it should, in this person's time.
func (t *tab) moveClock(button, to string) {
	t.Helper()
	t.pressAt("[data-clock=" + button + "]")
	t.stands(to)
}

// moveClockTo moves the clock to a time, this person's.
func (t *tab) moveClockTo(to string) {
	t.Helper()
	t.pressAt("#clock-menu > summary")
	t.await("the clock's menu", fmt.Sprintf(`(f => shown(f) && (f.value = %s))(document.querySelector('#clock-to'))`, quote(to)))
	t.pressAt("#clock-go")
	t.stands(to)
}

// stands waits until the clock's ride is over. The clock goes on by itself.
func (t *tab) stands(at string) {
	t.Helper()
	t.await("the clock at "+at, fmt.Sprintf(
		`!document.querySelector('#now .moving') && document.querySelector('#clock-to').min >= %[1]s && document.querySelector('#clock-to').min < %[1]s.slice(0, 14) + '60'`, quote(at)))
}

// shot stops at a station: everybody must be able to use what the window shows,
// and if pictures are wanted, it leaves them.
func (t *tab) shot(station string) {
	t.Helper()
	t.settled()
	t.accessible(station)
	t.pictures(station)
}

// pictures leaves a picture of the window in light and in dark, if wanted.
func (t *tab) pictures(station string) {
	t.Helper()
	dir := os.Getenv("ONEONONE_SCREENSHOTS")
	if dir == "" {
		return
	}
	t.stations++
	for _, look := range looks {
		t.dress(look)
		t.picture(dir, fmt.Sprintf("%02d-%s-%s", t.stations, station, look))
	}
	t.dress("light")
}

func (t *tab) picture(dir, name string) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		dir = filepath.Join(dir, t.device.name)
		err = cmp.Or(os.MkdirAll(dir, 0o755), os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644))
	}
	if err != nil {
		t.Errorf("a picture of %s: %v", name, err)
	}
}

// fail ends the test with what both people see.
func (t *tab) fail(format string, args ...any) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "%s, on the %s: ", t.who, t.device.name)
	fmt.Fprintf(&b, format, args...)
	for _, of := range []*tab{t.sam, t.ana} {
		if of == nil {
			continue
		}
		ctx, cancel := context.WithTimeout(of.ctx, patience)
		page, err := chromedp.Run(ctx, chromedp.Evaluate[string](
			`(document.querySelector('#modals > dialog[open]')?.innerText ?? '') + '\n-----\n' + document.body.innerText`))
		cancel()
		if err != nil {
			page = err.Error()
		}
		fmt.Fprintf(&b, "\n===== What %s sees =====\n%s", of.who, page)
		if dir := os.Getenv("ONEONONE_SCREENSHOTS"); dir != "" {
			of.picture(dir, "failed-"+of.who)
		}
	}
	t.Fatal(b.String())
}

// quote makes a string of the page's language.
func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err)
	}
	return string(b)
}
