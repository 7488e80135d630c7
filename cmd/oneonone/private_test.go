package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"oneonone/bot/sandbox"
)

// No typed word, no name and no Slack id stands in the database, its log of
// writes, or the bot's own log; and notes and promises stand in no message.
func TestPrivateWordsStayPrivate(t *testing.T) {
	dir := t.TempDir()
	w, err := newWorld(t, filepath.Join(dir, "oneonone.db"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	sam, ana := w.slack.Person("sam"), w.slack.Person("ana")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	see := func(p *sandbox.Person, text string) {
		t.Helper()
		must(p.Await(ctx, text, func() bool { return strings.Contains(p.ScreenText(), text) }))
	}
	read := func(p *sandbox.Person, text string) {
		t.Helper()
		must(p.Await(ctx, text, func() bool {
			for _, m := range p.Messages("") {
				if strings.Contains(m.Screen(p), text) {
					return true
				}
			}
			return false
		}))
	}
	must(sam.Type(ctx, "", "/1on1 schedule @ana"))
	see(sam, "Plan a one-on-one")
	must(sam.Fill(ctx, "Why you'd like to meet", "Purposeword"))
	must(sam.Fill(ctx, "When", "2026-06-08 12:00"))
	must(sam.Fill(ctx, "Where", "Placeword"))
	must(sam.Submit(ctx))
	read(ana, "Purposeword")
	must(ana.Press(ctx, "See you then"))
	read(sam, "Ana said yes")
	must(sam.Type(ctx, "", "/1on1 settings"))
	see(sam, "How people reach you")
	must(sam.Fill(ctx, "How people reach you", "Myreachword"))
	must(sam.Submit(ctx))
	must(ana.Press(ctx, "Another time"))
	see(ana, "When would suit you?")
	must(ana.Fill(ctx, "When would suit you?", "2026-06-08 14:00"))
	must(ana.Fill(ctx, "A word to", "Suggestword"))
	must(ana.Submit(ctx))
	read(sam, "Suggestword")
	must(sam.Press(ctx, "Offer another"))
	see(sam, "A word to Ana")
	must(sam.Fill(ctx, "When", "2026-06-08 11:45"))
	must(sam.Fill(ctx, "A word to Ana", "Offerword"))
	must(sam.Submit(ctx))
	read(ana, "Offerword")
	must(ana.Press(ctx, "See you then"))
	must(sam.Type(ctx, "", "/1on1 schedule"))
	see(sam, "They aren't in Slack")
	must(sam.Press(ctx, "They aren't in Slack"))
	see(sam, "What do you call them?")
	must(sam.Fill(ctx, "What do you call them?", "Firstname Surnameword"))
	must(sam.Fill(ctx, "How you reach them", "Reachword"))
	must(sam.Fill(ctx, "Why you'd like to meet", "Outsideword"))
	must(sam.Fill(ctx, "When", "2026-06-12 12:00"))
	must(sam.Submit(ctx))
	see(sam, "Copy this")
	must(sam.Submit(ctx))
	read(sam, "Planned: you and Firstname")
	must(sam.Press(ctx, "Call it off"))
	see(sam, "I send nothing here: please tell")
	must(sam.Submit(ctx))
	read(sam, "Firstname, ")
	must(sam.Type(ctx, "", "/1on1 schedule Commandword"))
	see(sam, "Plan a one-on-one")
	must(sam.Close(ctx))
	must(sam.Type(ctx, "", "Schedule @ana Typedword"))
	read(sam, "Plan a one-on-one with Ana?")
	must(sam.Type(ctx, "", "shedule @ana Slippedword"))
	read(sam, "Did you mean")
	must(sam.Type(ctx, "", "Straywords are typed here"))
	read(sam, "what's typed here reaches nobody else.")
	must(sam.Type(ctx, "", "/1on1 prep"))
	see(sam, "What would make this a good talk?")
	must(sam.Fill(ctx, "What would make this a good talk", "Hopeword"))
	must(sam.Fill(ctx, "What do you want to find out", "Curiousword"))
	must(sam.Submit(ctx))
	must(sam.Type(ctx, "", "/1on1 ask @ana"))
	see(sam, "Check my ask")
	must(sam.Fill(ctx, "The words", "Sorry to bother you, but will you bring Chairword?"))
	must(sam.Fill(ctx, "Why now", "Urgentword"))
	must(sam.Press(ctx, "Check my ask"))
	see(sam, "Try: “Will you bring Chairword?”")
	must(sam.Press(ctx, "Take these words"))
	see(sam, "Taken. You had:")
	must(sam.Submit(ctx))
	see(sam, "Not asked yet.")
	must(sam.Close(ctx))
	must(sam.Type(ctx, "", "/1on1 practice"))
	see(sam, "How would you ask?")
	must(sam.Fill(ctx, "How would you ask?", "Sorry to bother you, Triedword, will you come?"))
	must(sam.Submit(ctx))
	see(sam, "One good way of many")
	must(sam.Close(ctx))
	must(w.slack.Clock().AdvanceTo(ctx, storyStart.AddDate(0, 0, 1)))
	for _, who := range []struct{ does, word string }{{"I do", "Todoword"}, {"They do", "Theyword"}} {
		must(sam.Type(ctx, "", "/1on1 follow-up @ana "+who.word))
		see(sam, "Who does it")
		must(sam.Fill(ctx, "Who does it", who.does))
		must(sam.Submit(ctx))
	}
	must(ana.Press(ctx, "About this"))
	see(ana, "Ask Sam what they keep")
	must(ana.Press(ctx, "Ask Sam what they keep"))
	see(ana, "with their next morning message")
	must(ana.Close(ctx))
	must(sam.Type(ctx, "", "/1on1 reflect"))
	see(sam, "After your talk")
	must(sam.Fill(ctx, "What do you want to remember", "Noteword"))
	must(sam.Fill(ctx, "I said I would", "Promiseword"))
	must(sam.Submit(ctx))
	private := []string{"Todoword", "Theyword", "Surnameword", "Reachword", "Myreachword", "Outsideword", "Noteword", "Promiseword", "Hopeword", "Curiousword", "Triedword", "Chairword", "Urgentword"}
	for _, door := range []struct {
		name   string
		fields []string
	}{
		{"About them", []string{"What do you two", "What do they care", "What made them", "What are they good", "A role"}},
		{"Someone to meet", []string{"Who did they", "How to reach", "Whom could you"}},
		{"How I did", []string{"What went", "What would you do", "A thread"}},
	} {
		see(sam, "Anything else while it's fresh?")
		must(sam.Press(ctx, door.name))
		for i, field := range door.fields {
			see(sam, field)
			word := fmt.Sprintf("%sword%d", strings.ReplaceAll(door.name, " ", ""), i)
			must(sam.Fill(ctx, field, word))
			private = append(private, word)
		}
		if door.name == "How I did" {
			must(sam.Fill(ctx, "How did the talk feel", "Stiff"))
		}
		must(sam.Submit(ctx))
		see(sam, door.name+" ✓")
	}
	must(sam.Close(ctx))
	// And the next prep, on which much of it stands.
	must(sam.Type(ctx, "", "/1on1 schedule @ana"))
	see(sam, "Plan a one-on-one")
	must(sam.Fill(ctx, "Why you'd like to meet", "Purposeword"))
	must(sam.Submit(ctx))
	must(sam.Type(ctx, "", "/1on1 prep"))
	see(sam, "HowIdidword2")
	must(sam.Close(ctx))
	// Asks, their answers, and what follows.
	asks := func(words string, answer ...string) {
		t.Helper()
		must(sam.Type(ctx, "", "/1on1 ask @ana"))
		see(sam, "Have you asked yet?")
		must(sam.Fill(ctx, "Have you asked yet", "Already asked"))
		see(sam, "What did you ask for?")
		must(sam.Fill(ctx, "What did you ask for", words))
		for i := 0; i < len(answer); i += 2 {
			must(w.settle(ctx))
			must(sam.Fill(ctx, answer[i], answer[i+1]))
		}
		must(w.settle(ctx))
		must(sam.Submit(ctx))
	}
	must(sam.Type(ctx, "", "/1on1 ask @ana Askword"))
	see(sam, "Askword")
	must(sam.Fill(ctx, "Where", "Askplaceword"))
	must(sam.Fill(ctx, "Why now", "Askwhyword"))
	must(sam.Press(ctx, "Get ready for a no"))
	see(sam, "If the time is wrong")
	must(sam.Fill(ctx, "If the time", "Iftimeword"))
	must(sam.Fill(ctx, "If it's not their thing", "Ifthingword"))
	must(sam.Submit(ctx))
	see(sam, "Not asked yet.")
	must(sam.Close(ctx))
	asks("Maybeaskword", "What did they say", "Maybe", "What would make it a yes", "Wouldtakeword")
	see(sam, "They said maybe.")
	must(sam.Close(ctx))
	asks("Noaskword", "What did they say", "No", "Which no", "Not now")
	see(sam, "You'll ask again on")
	must(sam.Close(ctx))
	asks("Yesaskword", "When", "2026-06-10 18:00", "What did they say", "Yes")
	see(sam, "I can send Ana this")
	must(sam.Press(ctx, "Change the words"))
	see(sam, "Ana gets this: ")
	must(sam.Fill(ctx, "Ana gets this", "Sentword"))
	must(sam.Submit(ctx))
	read(ana, "Sentword")
	must(sam.Close(ctx))
	must(sam.Type(ctx, "", "/1on1 asks"))
	see(sam, "Yesaskword")
	must(sam.Close(ctx))
	private = append(private, "Askword", "Askplaceword", "Askwhyword", "Iftimeword", "Ifthingword", "Maybeaskword", "Wouldtakeword", "Noaskword", "Yesaskword", "not now", "said maybe")
	must(w.slack.Clock().AdvanceTo(ctx, storyStart.AddDate(0, 0, 5)))
	read(sam, "Did Ana come")
	must(sam.OpenHome(ctx))
	must(w.settle(ctx))

	words := append([]string{"Suggestword", "Sentword", "Offerword", "Firstname", "Purposeword", "Placeword", "Commandword", "Stiff", "Typedword", "Slippedword", "Straywords", "Okoro", "Torres", sam.ID(), ana.ID(), sam.DM(), ana.DM(), w.slack.BotToken(), w.slack.AppToken()}, private...)
	look := func(where, text string, words ...string) {
		t.Helper()
		for _, word := range words {
			if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
				t.Errorf("%q stands in %s", word, where)
			}
		}
	}
	files := func(when string) {
		t.Helper()
		found, err := filepath.Glob(filepath.Join(dir, "oneonone.db*"))
		must(err)
		for _, path := range found {
			if strings.HasSuffix(path, ".key") {
				continue
			}
			b, err := os.ReadFile(path)
			must(err)
			if len(b) == 0 && !strings.HasSuffix(path, "-wal") {
				t.Errorf("%s is empty %s", path, when)
			}
			look(filepath.Base(path)+" "+when, string(b), words...)
		}
	}
	files("while it is open")
	for _, p := range []*sandbox.Person{sam, ana} {
		for _, m := range p.Messages("") {
			if m.User == p.ID() {
				continue // what they typed themselves
			}
			// "Not now, tomorrow" puts a question off, and is nobody's no.
			blocks := strings.ReplaceAll(string(m.Blocks), "Not now, tomorrow", "")
			look("a message to "+p.Profile().Name, m.Text+blocks+string(m.Metadata), append(private, "Commandword", "Stiff", "Typedword", "Slippedword", "Straywords")...)
			look("the lock screen of "+p.Profile().Name, m.Text, "Purposeword", "Placeword", "Suggestword", "Offerword", "Sentword")
		}
	}
	if faults := w.finish(); len(faults) > 0 {
		t.Errorf("faults: %v", faults)
	}
	files("after the end")
	look("the log", w.log.String(), words...)
	if !strings.Contains(w.log.String(), "connected to Slack") {
		t.Error("the log holds nothing at all: this test would not see a word in it")
	}
}
