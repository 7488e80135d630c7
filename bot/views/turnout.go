package views

import (
	"strconv"

	"github.com/slack-go/slack"

	"oneonone"
)

// CallbackTurnout is the step that counts.
const CallbackTurnout = "turnout"

// TurnoutModal says how many yeses to collect so that so many come, and whose
// experience that is. Come is zero while it is not known.
func TurnoutModal(r Reader, come int, rate oneonone.ShowRate) *slack.ModalViewRequest {
	number := slack.NewNumberInputBlockElement(nil, "come", false)
	number.MinValue, number.MaxValue = "1", strconv.Itoa(oneonone.MaxTurnout)
	var blocks []slack.Block
	if come > 0 {
		number.InitialValue = strconv.Itoa(come)
		yeses, own := rate.Collect(come)
		says := r.Say("For %d to come, collect *%d yeses*.", come, yeses)
		why := r.Say("About half of those who say yes turn up: that is what organizers see everywhere.")
		if own {
			why = r.Say("Of the last %d who said yes to you, %d came.", rate.Known, rate.Came)
		}
		if people, known := rate.People(yeses); known {
			says += " " + r.Say("Ask about *%d people*.", people)
			why += " " + r.Say("Of %d asks, %d were a yes.", rate.Answers, rate.Yeses)
		}
		blocks = append(blocks, section(says), quiet(why))
	}
	blocks = append(blocks, input(string(oneonone.FieldCome), r.Say("How many should come?"), "", number, true))
	v := modal(r.Say("Turnout"), r.Say("Count"), r.Say("Close"), blocks...)
	v.CallbackID = CallbackTurnout
	return &v
}
