package views

import (
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"oneonone"
)

// Ids of the settings.
const (
	ActionSettings = "settings"
	ActionEndPause = "end_pause"

	CallbackSettings = "settings"
)

// hours are options of full hours, as a clock shows them.
func hours(from []int) []*slack.OptionBlockObject {
	out := make([]*slack.OptionBlockObject, len(from))
	for i, h := range from {
		out[i] = option(strconv.Itoa(h), fmt.Sprintf("%d:00", h), "")
	}
	return out
}

// leadWords are the times the prep card may come.
func leadWords(r Reader, l oneonone.Lead) string {
	switch l {
	case oneonone.LeadMorning:
		return r.Say("The morning of the day")
	case oneonone.LeadThree:
		return r.Say("Three hours before")
	case oneonone.LeadOne:
		return r.Say("An hour before")
	}
	return r.Say("The evening before")
}

// The two ways messages name people.
const (
	NamesFirst    = "first"
	NamesInitials = "initials"
)

// SettingsModal shows what is set. All of it has a good default. Guest is as in Home: what is
// for who plans talks is not asked of them.
func SettingsModal(r Reader, s oneonone.Settings, guest bool) slack.ModalViewRequest {
	leads := make([]*slack.OptionBlockObject, len(oneonone.Leads))
	for i, l := range oneonone.Leads {
		leads[i] = option(string(l), leadWords(r, l), "")
	}
	names := []*slack.OptionBlockObject{
		option(NamesFirst, r.Say("First name"), ""),
		option(NamesInitials, r.Say("Initials"), ""),
	}
	named := NamesFirst
	if s.Initials {
		named = NamesInitials
	}
	pause := slack.NewDatePickerBlockElement("pause")
	if s.Paused(r.Today()) {
		pause.InitialDate = s.PausedUntil.String()
	}
	evening := ""
	var blocks []slack.Block
	if !guest {
		evening = r.Say("Right after a talk, “How did it go?” may still come, up to two hours later.")
		blocks = append(blocks, input(string(oneonone.FieldMorning), r.Say("My morning message"), r.Say("One message for everything that can wait. None when there is nothing."),
			choose("morning", hours(oneonone.Mornings), strconv.Itoa(s.Morning)), true))
	}
	blocks = append(blocks,
		input(string(oneonone.FieldQuietFrom), r.Say("Quiet from"), evening, choose("quiet_from", hours(oneonone.QuietFroms), strconv.Itoa(s.QuietFrom)), true),
		input(string(oneonone.FieldQuietTo), r.Say("Until"), "", choose("quiet_to", hours(oneonone.QuietTos), strconv.Itoa(s.QuietTo)), true))
	if !guest {
		blocks = append(blocks, input(string(oneonone.FieldLead), r.Say("Get ready for a talk"), r.Say("When the card comes that helps you prepare."), choose("lead", leads, string(s.Lead)), true))
	}
	blocks = append(blocks, input(string(oneonone.FieldNames), r.Say("Names in my messages"), r.Say("Messages show on lock screens, and Slack keeps them."), choose("names", names, named), true))
	if !guest {
		blocks = append(blocks,
			input(string(oneonone.FieldReach), r.Say("How people reach you"), r.Say("It goes into the text to copy for people you tell yourself."),
				line("reach", "", s.Reach, oneonone.MaxReach, false), false),
			// Under a new name, a day ended elsewhere does not linger in the field.
			input(PauseField(s), r.Say("Pause until"), r.Say("Until that morning, what can wait, waits. Planned talks, invitations and what people ask about your notes still reach you."), pause, false))
	}
	if s.Paused(r.Today()) {
		blocks = append(blocks, actions(button(ActionEndPause, "", r.Say("End the pause"))))
	}
	blocks = append(append(blocks, slack.NewDividerBlock()), invitationsSetting(r, s.NoInvitations)...)
	v := modal(r.Say("Settings"), r.Say("Save"), r.Say("Not now"), blocks...)
	v.CallbackID = CallbackSettings
	return v
}

// PauseField names the field of the pause: another while one is on.
func PauseField(s oneonone.Settings) string {
	if s.PausedUntil == (oneonone.Date{}) {
		return string(oneonone.FieldPause)
	}
	return string(oneonone.FieldPause) + "-" + s.PausedUntil.String()
}

// pausedBlocks say on Home that questions wait, with the way back.
func pausedBlocks(r Reader, until oneonone.Date) []slack.Block {
	return []slack.Block{
		section(r.Say("Paused until %s: what can wait, waits. Planned talks, invitations and what people ask about your notes still reach you.", r.Day(until))),
		actions(button(ActionEndPause, "", r.Say("End the pause"))),
	}
}
