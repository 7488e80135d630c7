package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

var takePictures = flag.Bool("pictures", false, "take the README's pictures anew; they go to docs/")

// pictured is the phone in the pictures.
var pictured = device{name: "phone", width: 390, height: 700, touch: true}

// TestPictures lives what the README's three pictures show, on the page of the
// demo: Ana is invited, Sam reflects, and hears a no. After a change of the screens
//
//	go test ./cmd/oneonone -run TestPictures -pictures
//
// takes them anew.
func TestPictures(t *testing.T) {
	p := newPair(t, startBrowser(t), pictured)
	sam, ana := p.sam, p.ana
	sam.typeLine("/1on1 schedule @ana")
	sam.fill("Why", "You spoke up about the buses. I’d like to hear more.")
	sam.fill("When", "2026-06-10T18:00")
	sam.fill("Where", "Café Luz")
	sam.submit()
	sam.seesNoModal()

	ana.sees(inMessages, "Sam Okoro would like to meet you")
	ana.takes("invitation")
	ana.press("would like to meet you", "See you then")
	sam.sees(inMessages, "They said yes.")

	sam.moveClockTo("2026-06-10T19:00")
	sam.press("How did it go with Ana,", "We met")
	sam.fill("What do you want to remember", "Her father drove the number 9. She knows every stop, and who waits there.")
	sam.fill("I said I would", "send her the minutes")
	sam.choose("Seeing each other", "In two weeks")
	sam.takes("reflection")
	sam.submit()
	sam.sees(inModal, "Saved. Only you can read it.")
	sam.closeModals()

	sam.typeLine("/1on1 ask @ana Will you tell them about the number 9 on Sunday?")
	sam.fill("When", "2026-06-14T18:30")
	sam.submit()
	sam.pressIn(inModal, "I've asked")
	sam.sees(inModal, "What did they say?")
	sam.option("No")
	sam.sees(inModal, "Which no was it?")
	sam.await("the question in sight", `all('.block.input', top()).at(-1).scrollIntoView() || true`)
	sam.takes("no")
}

// takes takes a picture of the window as docs/NAME-LOOK.png.
func (t *tab) takes(name string) {
	t.Helper()
	t.settled()
	if !*takePictures {
		return
	}
	t.do("look closer", chromedp.EmulateViewport(t.device.width, t.device.height,
		chromedp.EmulatePortrait, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulateScale(1.5)))
	for _, look := range looks {
		t.dress(look)
		ctx, cancel := context.WithTimeout(t.ctx, patience)
		png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		cancel()
		if err == nil {
			err = os.WriteFile(filepath.Join("..", "..", "docs", name+"-"+look+".png"), png, 0o644)
		}
		if err != nil {
			t.fail("a picture of %s: %v", name, err)
		}
	}
	t.dress("light")
}
