package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// This file shows what went over the wire: what Slack told the bot, what the bot
// asked of Slack, and how long each took. It is for the curious and for those
// who write the bot.

// wireShown is how many of the newest entries are shown.
const wireShown = 150

// wireModel is the panel on its way into page/page.html.
type wireModel struct {
	Summary string
	Faults  []wireFault
	Entries []wireEntry // newest first
}

type wireFault struct{ Kind, Text string }

type wireEntry struct {
	ID      string
	In      bool // to the bot
	Time    string
	What    string
	About   string
	Outcome string
	Took    string
	Bad     bool
	at      time.Time
}

func (p *page) wire(r *reader) *wireModel {
	m := &wireModel{}
	envelopes, calls := p.w.Envelopes(), p.w.Calls()
	var slowest time.Duration
	for i, e := range envelopes {
		entry := wireEntry{
			ID: fmt.Sprintf("envelope-%s-%d", e.ID, i), In: true, What: e.What, About: envelopeKinds[e.Type], at: e.At,
			Outcome: "not acknowledged yet",
		}
		if e.Acked {
			entry.Outcome, entry.Took = "acknowledged", milliseconds(e.AckedAfter)
			slowest = max(slowest, e.AckedAfter)
		} else {
			entry.Bad = time.Since(e.At) > p.w.opts.AckTimeout
		}
		if e.Attempt > 0 {
			entry.About += fmt.Sprintf(", sent again (%d)", e.Attempt)
		}
		m.Entries = append(m.Entries, entry)
	}
	for i, c := range calls {
		entry := wireEntry{
			ID: fmt.Sprintf("call-%d-%d", c.At.UnixNano(), i), What: c.Method, About: p.about(c.Channel, r), at: c.At,
			Outcome: "ok", Took: milliseconds(c.Took),
		}
		if !c.OK {
			entry.Outcome, entry.Bad = cmp.Or(c.Err, "failed"), true
		}
		m.Entries = append(m.Entries, entry)
	}
	slices.SortStableFunc(m.Entries, func(a, b wireEntry) int { return b.at.Compare(a.at) })
	m.Entries = m.Entries[:min(wireShown, len(m.Entries))]
	for i := range m.Entries {
		m.Entries[i].Time = m.Entries[i].at.Format("15:04:05")
	}
	for _, f := range p.w.Faults() {
		m.Faults = append(m.Faults, wireFault{f.Kind, f.Text})
	}
	m.Summary = fmt.Sprintf("%s, the slowest acknowledged after %s. %s.",
		counted(len(envelopes), "envelope", "envelopes"), milliseconds(slowest), counted(len(calls), "call", "calls"))
	return m
}

var envelopeKinds = map[string]string{"slash_commands": "command", "interactive": "interaction", "events_api": "event"}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func milliseconds(d time.Duration) string {
	if d < time.Millisecond {
		return "<1 ms"
	}
	return fmt.Sprintf("%d ms", d.Milliseconds())
}

// about names what a call was about: a person, a channel, or nothing.
func (p *page) about(id string, r *reader) string {
	if name := r.names[id]; name != "" {
		if id != "" && id[0] == 'C' {
			return "#" + name
		}
		return name
	}
	for _, who := range p.w.People() {
		if id != "" && who.DM() == id {
			return "to " + displayName(who.Profile())
		}
	}
	return id
}
