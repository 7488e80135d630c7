package main

import "testing"

// TestChain takes one person through not now, not that, yes and came, and another
// to not ever, in the page, guided only by what stands there.
func TestChain(t *testing.T) {
	browser := startBrowser(t)
	for _, d := range devices {
		t.Run(d.name, func(t *testing.T) {
			newPair(t, browser, d).chain()
		})
	}
}

func (p *pair) chain() {
	sam, ana := p.sam, p.ana

	// From Home: an ask is got ready.
	sam.sees(inMessages, "Hello, Sam.")
	sam.open("home")
	sam.sees(inHome, "Get an ask ready")
	sam.pressIn(inHome, "Get an ask ready")
	sam.sees(inModal, "Have you asked yet?")
	sam.shot("ask-empty")
	sam.closeModal()
	sam.open("dm")
	sam.typeLine("/1on1 ask @ana")
	sam.sees(inModal, "Have you asked yet?")
	sam.fill("The words you'll say", "Sorry to bother you, but could you maybe welcome people?")
	sam.fill("When", "2026-06-14T18:30")
	sam.fill("Where", "The library, side door")
	sam.fill("Why now, and why them?", "People come back where somebody knows their name.")
	sam.pressIn(inModal, "Check my ask")
	sam.sees(inModal, "makes it a favour. An ask is an invitation.")
	sam.shot("ask-checked")
	sam.pressIn(inModal, "Take these words")
	sam.sees(inModal, "Taken. You had:")
	sam.shot("ask-taken")
	sam.pressIn(inModal, "Get ready for a no")
	sam.sees(inModal, "If the time is wrong")
	sam.fill("If the time is wrong", "The same on 28 June")
	sam.fill("If it's not their thing", "Cooking for the meeting")
	sam.shot("ask-ready")
	sam.submit()
	sam.sees(inModal, "Say it, then be quiet and let them think.")
	sam.shot("ask-card")

	// Not now.
	sam.pressIn(inModal, "I've asked")
	sam.sees(inModal, "What did they say?")
	sam.shot("answer-empty")
	sam.option("No")
	sam.sees(inModal, "Which no was it?")
	sam.shot("answer-which")
	sam.option("Not now")
	sam.sees(inModal, "You had this ready")
	sam.fill("I'll ask again on", "2026-06-11")
	sam.shot("answer-not-now")
	sam.submit()
	sam.sees(inModal, "You'll ask again on Thu 11 June.")
	sam.shot("not-now")
	sam.closeModal()

	// That morning: not that, and something else is offered in the same breath.
	sam.moveClockTo("2026-06-11T09:00")
	sam.sees(inMessages, "You planned to get back to Ana by \u200btoday.")
	sam.shot("get-back")
	sam.press("You planned to get back to Ana", "Show me")
	sam.sees(inModal, "Could you welcome people")
	sam.pressIn(inModal, "I've asked again")
	sam.sees(inModal, "What did you ask for?")
	sam.option("No")
	sam.sees(inModal, "Which no was it?")
	sam.option("Not that")
	sam.sees(inModal, "I offered something else")
	sam.shot("answer-not-that")
	sam.submit()
	sam.seesNot(inModal, "Which no was it?") // the next window has the same fields
	sam.holds("What did you offer instead", "")
	sam.fill("What did you offer instead", "Will you cook for the meeting on Sunday?")
	sam.fill("When", "2026-06-14T18:30")
	sam.option("Yes")
	sam.sees(inModal, "Confirm it by")
	sam.shot("offered")
	sam.submit()
	sam.sees(inModal, "They said yes")
	sam.shot("say-yes")
	sam.pressIn(inModal, "Send it")
	sam.sees(inModal, "Ana will have it in a moment.")
	sam.shot("said-yes")
	sam.closeModals()
	ana.sees(inMessages, "I'm counting on you.")
	ana.shot("word")

	// Still on, and came.
	sam.moveClockTo("2026-06-13T09:00")
	sam.sees(inMessages, "Is Ana still on for \u200btomorrow?")
	sam.shot("still-on")
	sam.moveClockTo("2026-06-15T09:00")
	sam.sees(inMessages, "Did Ana come on Sun 14 June?")
	sam.shot("did-they-come")
	sam.press("Did Ana come", "Came")
	sam.sees(inMessages, "Ana came. Tell them you noticed.")
	sam.shot("came")

	// Somebody else: not ever.
	sam.typeLine("/1on1 ask @joao")
	sam.sees(inModal, "Have you asked yet?")
	sam.option("Already asked")
	sam.sees(inModal, "What did you ask for?")
	sam.shot("already-asked")
	sam.fill("What did you ask for", "Will you come to the march?")
	sam.option("No")
	sam.sees(inModal, "Which no was it?")
	sam.option("Not ever")
	sam.sees(inModal, "They'd rather not hear from us at all")
	sam.shot("answer-not-ever")
	sam.submit()
	sam.holds("Copy this", "Thank you for telling me straight. I'm glad we talked.")
	sam.shot("thanks")
	sam.closeModals()

	// All of it at a glance.
	sam.typeLine("/1on1 asks")
	sam.sees(inModal, "Nothing needs you now.")
	sam.shot("asks-nothing")
	sam.choose("", "All asks")
	sam.sees(inModal, "not now → not that → yes → came")
	sam.shot("asks-all")
	sam.closeModal()
	sam.typeLine("/1on1 practice")
	sam.sees(inModal, "1 of 3.")
	sam.shot("practice-ask")
	sam.fill("How would you ask", "Will you open the meeting on Thursday at seven?")
	sam.submit()
	sam.sees(inModal, "One good way of many")
	sam.shot("practice-told")
	sam.submit()
	sam.sees(inModal, "2 of 3")
	sam.option("Not that")
	sam.shot("practice-no")
	sam.submit()
	sam.sees(inModal, "Too busy can be any of them.")
	sam.shot("practice-heard")
	sam.closeModals()
	sam.typeLine("/1on1 turnout 20")
	sam.sees(inModal, "For 20 to come, collect 40 yeses.")
	sam.shot("turnout")
	sam.closeModal()
	sam.open("home")
	sam.shot("home-after-asks")
}

// option chooses one of the choices that stand open in the modal, by its words.
func (t *tab) option(words string) {
	t.Helper()
	t.touch("the choice "+words, `all('label.option', top()).find(l => l.querySelector('span').firstChild.textContent.trim() === `+quote(words)+`)`)
}
