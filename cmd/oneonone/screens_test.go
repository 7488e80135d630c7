package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestScreens looks at what the story of TestBrowser does not come by: the rest
// of the page, and the gallery.
func TestScreens(t *testing.T) {
	browser := startBrowser(t)
	for _, d := range devices {
		t.Run(d.name, func(t *testing.T) {
			p := newPair(t, browser, d)
			if err := showGallery(p.slack); err != nil {
				t.Fatal(err)
			}
			p.lookAround()
			p.lookAtAllSamples()
		})
	}
}

func (p *pair) lookAround() {
	sam := p.sam
	sam.visit("")
	sam.sees("#who", "Who are you?")
	sam.shot("who")
	sam.visit("?as=sam&at=dm")
	sam.sees(inMessages, "Hello, Sam.")

	sam.pressAt("#composer")
	sam.do("type", chromedp.KeyEvent("/1"))
	sam.sees("#completions", "/1on1")
	sam.shot("completions")
	sam.do("type on", chromedp.KeyEvent(kb.Escape+kb.Backspace+kb.Backspace))

	sam.pressAt("#clock-menu > summary")
	sam.await("the clock's menu", `shown(document.querySelector('#clock-form'))`)
	sam.shot("clock-menu")
	sam.do("close it", chromedp.KeyEvent(kb.Escape))
	sam.pressAt("#shortcuts > summary")
	sam.await("the shortcuts", `shown(document.querySelector('#shortcuts .menu-items'))`)
	sam.shot("shortcuts")
	sam.do("close them", chromedp.KeyEvent(kb.Escape))

	// A word that the bot puts on top of what was sent off is in sight, and told.
	sam.typeLine("/1on1 schedule @ana")
	sam.fill("Why", "You spoke up about the buses.")
	sam.fill("When", "2026-06-11T05:00")
	sam.await("the end of the modal", `(b => b.scrollTop = b.scrollHeight)(document.querySelector('#modals .modal-body')) > 0`)
	sam.submit()
	sam.sees(inModal, "One thing first.")
	sam.await("the top of the modal", `document.querySelector('#modals .modal-body').scrollTop === 0`)
	sam.await("the word to be told", `text(document.querySelector('#modals .told')).startsWith('One thing first.')`)
	sam.shot("one-thing-first")
	sam.submit()
	sam.seesNoModal()

	// The clock moves to what comes next, which the page tells; it leads there.
	sam.pressAt("#clock-next")
	sam.sees("#ride", "Sam Okoro")
	sam.await("the clock to rest", `!document.querySelector('#now .moving')`)
	sam.shot("what-came")
	p.ana.sees("#ride", "Sam Okoro")
	sam.pressAt("#ride-away")
	sam.await("it to be put away", `!document.querySelector('#ride')`)

	// What the bot did, as it does it.
	sam.side()
	sam.pressAt("#wire-open")
	sam.sees("#wire", "views.open")
	sam.shot("wire")
	p.ana.press("would like to meet you", "Another time")
	p.ana.fill("When would suit you?", "2026-06-12T20:00")
	p.ana.submit()
	p.ana.sees(inMessages, "You suggested")
	sam.sees("#wire", "view_submission")
	sam.pressAt("#wire-close")
	sam.await("it to be closed", `!document.querySelector('#wire')`)

	// A link to a person's conversation: one stays who one is, and is told where Slack
	// would go.
	sam.sees(inMessages, "They suggest")
	sam.shot("suggested")
	sam.press("Ana would like to meet", "Write to Ana")
	sam.sees("#notices", "In Slack this opens your conversation with Ana")
	sam.is("dm")
	sam.shot("stayed")
	sam.pressAt("#dismiss")
	sam.await("it to be put away", `!document.querySelector('#notices .notice')`)

	// A channel, with a menu on a message.
	sam.side()
	sam.shot("menu")
	sam.pressAt("[data-channel=general]")
	sam.await("the channel", `text(document.querySelector('#place h1')) === '#general'`)
	sam.typeLine("Hello all")
	sam.sees(inMessages, "Hello all")
	sam.pressAt(".message-menu > summary")
	sam.await("the message's menu", `shown(document.querySelector('.message-menu .menu-items'))`)
	sam.shot("channel")
}

// lookAtAllSamples checks the gallery: each screen and message the bot has.
func (p *pair) lookAtAllSamples() {
	sam := p.sam
	sam.visit("gallery")
	sam.sees("#samples", "schedule/empty")
	sam.pictures("gallery")
	sam.visit("gallery?all=1")
	sam.sees("#samples", "help/unknown")
	sam.accessible("the whole gallery")
	sam.visit("gallery?look=both#group-home")
	sam.sees("#samples", "home/longest")
	sam.pictures("gallery-both")
}

// visit goes to an address of the page.
func (t *tab) visit(address string) {
	t.Helper()
	t.do("visit "+address, chromedp.Navigate(t.slack.URL()+address))
}

// TestKeyboard plans a talk and accepts it with nothing but keys.
func TestKeyboard(t *testing.T) {
	p := newPair(t, startBrowser(t), devices[0])
	sam, ana := p.sam, p.ana

	sam.sees(inMessages, "Hello, Sam.")
	sam.goTo("the composer", `document.activeElement.id === 'composer'`)
	sam.keys("/1on1 schedule\r")
	sam.sees(inModal, "Plan a one-on-one")
	sam.await("the focus in the window", `top().contains(document.activeElement)`)
	sam.goTo("who", isField("Who"))
	sam.keys("Ana")
	sam.holds("Who", "Ana Torres")
	sam.goTo("why", isField("Why"))
	sam.keys("The buses.")
	sam.goTo("when", isField("When"))
	sam.goTo("the kind of talk", isField("What kind of talk"))
	sam.keys(kb.ArrowDown)
	sam.goTo("the button", `text(document.activeElement) === 'Plan it'`)
	sam.await("the focus kept in the window", `top().contains(document.activeElement)`)
	sam.keys("\r")
	sam.seesNoModal()
	sam.await("the focus given back", `document.activeElement.id === 'composer'`)
	sam.sees(inMessages, "Invited Ana for")
	sam.await("the message to be told", `text(document.querySelector('#told')).includes('Invited Ana for')`)

	ana.sees(inMessages, "would like to meet you")
	ana.goTo("the newest message", `text(document.activeElement) === 'Skip to the newest message'`)
	ana.keys("\r")
	ana.await("the focus on it", `document.activeElement.matches('article') && text(document.activeElement).includes('would like to meet you')`)
	ana.goTo("yes", `text(document.activeElement) === 'See you then'`)
	ana.keys("\r")
	ana.sees(inMessages, "You said yes. Sam knows.")
	sam.sees(inMessages, "Ana said yes")

	// A window closes with Escape, and the focus is where it was.
	ana.goTo("about", `text(document.activeElement) === 'About this'`)
	ana.keys(" ")
	ana.await("the window", `top()`)
	ana.keys(kb.Escape)
	ana.seesNoModal()
	ana.await("the focus given back", `text(document.activeElement) === 'About this'`)

	// Menus open, close and are walked through with keys.
	sam.goTo("a menu", `document.activeElement.matches('#shortcuts > summary')`)
	sam.keys("\r" + kb.ArrowDown)
	sam.await("the first of it", `document.activeElement.matches('#shortcuts [role=menuitem]')`)
	sam.keys(kb.Escape)
	sam.await("the menu to close", `!document.querySelector('#shortcuts').open && document.activeElement.matches('#shortcuts > summary')`)

	// The clock, and what came, too.
	sam.goTo("the clock", `document.activeElement.id === 'clock-tomorrow'`)
	sam.keys("\r")
	sam.sees("#ride", "Tue 9 Jun, 09:00")
	sam.goTo("putting it away", `document.activeElement.id === 'ride-away'`)
	sam.keys("\r")
	sam.await("it to be put away", `!document.querySelector('#ride')`)
}

// isField says in the page's language that a field, by its label, has the focus.
func isField(label string) string {
	return fmt.Sprintf(`field(%s) === document.activeElement`, quote(label))
}

// keys presses keys, one after the other.
func (t *tab) keys(keys string) {
	t.Helper()
	t.settled()
	for _, k := range keys {
		t.do(fmt.Sprintf("press %q", k), chromedp.KeyEvent(string(k)))
	}
}

// goTo presses Tab until what has the focus is what is looked for.
func (t *tab) goTo(what, found string) {
	t.Helper()
	t.settled()
	var came []string
	for range 120 {
		at, err := ask[struct {
			Found bool
			Words string
		}](t, fmt.Sprintf(`({ Found: !!(%s), Words: document.activeElement.tagName + ' ' + text(document.activeElement).slice(0, 40) })`, found))
		if err != nil {
			t.fail("look for %s: %v", what, err)
		}
		if at.Found {
			return
		}
		came = append(came, at.Words)
		t.do("press Tab", chromedp.KeyEvent(kb.Tab))
	}
	t.fail("no Tab leads to %s, but to\n%s", what, strings.Join(came, "\n"))
}
