package views

import (
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"oneonone"
)

// ActionDoor is the button of a door; its value is the talk.
func ActionDoor(p oneonone.Page) string { return "door_" + string(p) }

// CallbackDoor is the step behind a door.
func CallbackDoor(p oneonone.Page) string { return "door_" + string(p) }

// doorWords name a door, on its button and over its window.
func doorWords(r Reader, p oneonone.Page) string {
	switch p {
	case oneonone.PageThem:
		return r.Say("About them")
	case oneonone.PageSomeone:
		return r.Say("Someone to meet")
	}
	return r.Say("How I did")
}

// ActionSaidDoor is the door "What they said to an ask"; its value is the talk.
const ActionSaidDoor = "door_said"

// doors are the doors of a talk. A small tick says which of them hold something.
func doors(r Reader, t Talk, notes oneonone.Notes) *slack.ActionBlock {
	row := actions()
	door := func(action, words string, holds bool) {
		if holds {
			words = r.Say("%s ✓", words)
		}
		row.Elements.ElementSet = append(row.Elements.ElementSet, button(action, t.ID.String(), words))
	}
	for _, p := range oneonone.Doors {
		door(ActionDoor(p), doorWords(r, p), notes.Has(p))
		if p == oneonone.PageThem {
			door(ActionSaidDoor, r.Say("What they said to an ask"), t.Told)
		}
	}
	return row
}

// DoorModal is what stands behind a door, with what was written before.
func DoorModal(r Reader, t Talk, p oneonone.Page, notes oneonone.Notes) slack.ModalViewRequest {
	blocks := []slack.Block{section(r.Say("With %s, %s. Only you can read this.", Escape(t.With), r.When(t.Start)))}
	for _, f := range p.Fields() {
		blocks = append(blocks, noteInput(r, f, notes[f]))
	}
	v := modal(doorWords(r, p), r.Say("Save"), r.Say("Not now"), append(blocks,
		quiet(r.Say("Write what you wouldn't mind them reading. Leave out health, immigration or legal matters, and gossip.")))...)
	v.CallbackID = CallbackDoor(p)
	v.PrivateMetadata = t.ID.String()
	return v
}

// DoorSavedModal says that what stood behind a door is saved, where the window beneath
// cannot show it: somebody is writing in that.
func DoorSavedModal(r Reader, p oneonone.Page) slack.ModalViewRequest {
	return modal(doorWords(r, p), "", r.Say("Back"), section(r.Say("Saved. Only you can read it.")))
}

// noteInput asks for one field. None is required.
func noteInput(r Reader, f oneonone.Field, was string) *slack.InputBlock {
	field, many := string(f), true
	var label, hint string
	switch f {
	case oneonone.FieldFeel:
		return feelInput(r, was)
	case oneonone.FieldStory:
		return storyInput(r, was)
	case oneonone.FieldGoodTalk:
		label = r.Say("What would make this a good talk?")
	case oneonone.FieldFindOut:
		label, hint = r.Say("What do you want to find out?"), r.Say("You'll see it again when you look back on the talk.")
	case oneonone.FieldCommon:
		label = r.Say("What do you two have in common?")
	case oneonone.FieldCare:
		label = r.Say("What do they care about most, and why?")
	case oneonone.FieldLight:
		label = r.Say("What made them light up?")
	case oneonone.FieldGoodAt:
		label = r.Say("What are they good at, and where do they use it?")
	case oneonone.FieldRole:
		label, many = r.Say("A role that would suit them"), false
	case oneonone.FieldSuggested:
		label, many = r.Say("Who did they suggest?"), false
	case oneonone.FieldReach:
		label = r.Say("How to reach them, and will they introduce you?")
	case oneonone.FieldIntroduce:
		label = r.Say("Whom could you introduce them to?")
	case oneonone.FieldWell:
		label = r.Say("What went well?")
	case oneonone.FieldDifferently:
		label = r.Say("What would you do differently?")
	case oneonone.FieldThread:
		label, hint = r.Say("A thread you didn't pick up"), r.Say("It's on your next prep.")
	}
	return input(field, label, hint, line(field, "", was, oneonone.MaxNote, many), false)
}

// FeelOpen is the option that takes a choice back: Slack lets nobody undo one.
const FeelOpen = "open"

// feelInput is one tap: the talk is rated, never the human.
func feelInput(r Reader, was string) *slack.InputBlock {
	words := map[string]string{
		oneonone.FeelWarm: r.Say("Warm"), oneonone.FeelFine: r.Say("Fine"),
		oneonone.FeelStiff: r.Say("Stiff"), oneonone.FeelHard: r.Say("Hard"),
		FeelOpen: r.Say("Leave it open"),
	}
	e := slack.NewRadioButtonsBlockElement(string(oneonone.FieldFeel))
	for _, feel := range slices.Concat(oneonone.Feels, []string{FeelOpen}) {
		o := option(feel, words[feel], "")
		e.Options = append(e.Options, o)
		if feel == was {
			e.InitialOption = o
		}
	}
	return input(string(oneonone.FieldFeel), r.Say("How did the talk feel?"), "", e, false)
}

func storyInput(r Reader, was string) *slack.InputBlock {
	tick := option(oneonone.StoryHeard, r.Say("Yes"), "")
	e := slack.NewCheckboxGroupsBlockElement(string(oneonone.FieldStory), tick)
	if was == oneonone.StoryHeard {
		e.InitialOptions = []*slack.OptionBlockObject{tick}
	}
	return input(string(oneonone.FieldStory), r.Say("Did you hear the story behind the opinion?"), "", e, false)
}

// sectionMost is how much of what was typed a section shows. Slack says that it
// takes 3000 characters and not what it counts as one; this leaves room for
// either.
const sectionMost = 2990

// kept is a paragraph somebody wrote before, cut where a section ends: all of it
// stands in the field where it was written.
func kept(words string) *slack.SectionBlock { return typed(cut(words, sectionMost)) }

// Cut is a paragraph somebody typed, shown up to so many characters.
func Cut(s *slack.SectionBlock, most int) *slack.SectionBlock { return typed(cut(s.Text.Text, most)) }

// Units is how long s is in UTF-16 units, the longest of the ways to count: Slack
// says how many characters it takes, and not what it counts as one.
func Units(s string) int {
	n := 0
	for _, c := range s {
		if n++; c > 0xffff {
			n++
		}
	}
	return n
}

// cut makes s at most so many [Units] long, with an ellipsis where something is left
// out.
func cut(s string, most int) string {
	n, fits := 0, 0
	for i, c := range s {
		if n++; c > 0xffff {
			n++
		}
		if n > most {
			return s[:fits] + "…"
		}
		if n < most {
			fits = i + utf8.RuneLen(c)
		}
	}
	return s
}
