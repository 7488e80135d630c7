package storage_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"oneonone"
	"oneonone/storage"
)

// Every exported method, called with another's ids, finds nothing and changes
// nothing. A new method fails this test until it says how it is guarded.
func TestAnothersRowsAreNotThere(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	// Sam's, with Ana: one held and written about, one to come.
	past, next := w.MustPlan(t, w.sam, w.ana, aPlan()), w.MustPlan(t, w.sam, w.ana, at(thursday18.Add(48*time.Hour)))
	w.MustSend(t)
	w.clock.Set(past.End())
	r, err := w.Reflect(ctx, "V9/reflect", oneonone.Reflection{
		Organizer: w.sam.ID, Meeting: past.ID, Remember: "Her sister", Promise: "Send it",
		Next: oneonone.NextWeek, NextOn: oneonone.Date{Year: 2026, Month: 6, Day: 18},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Questions(ctx, next, false); err != nil {
		t.Fatal(err)
	}
	if _, err := w.WriteNotes(ctx, w.sam.ID, next.ID, "V9/prep", oneonone.PagePrep, oneonone.Notes{oneonone.FieldFindOut: "Why"}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.WriteNotes(ctx, w.sam.ID, past.ID, "V9/them", oneonone.PageThem, oneonone.Notes{oneonone.FieldRole: "Cook"}); err != nil {
		t.Fatal(err)
	}
	f := openFollowup(t, w)
	if _, err := w.Follow(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V5/followup", task("Thank her", june(12))); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Request(ctx, w.ana.ID, next.ID, oneonone.OriginKept); err != nil {
		t.Fatal(err)
	}
	told := aPlan()
	told.Start, told.Notice = thursday18.Add(96*time.Hour), oneonone.NoticeTell
	if _, err := w.Plan(ctx, w.sam.ID, oneonone.Whom{Name: "Marta", Reach: "555 0134"}, "V77/plan", told); err != nil {
		t.Fatal(err)
	}

	n := anAsk(w.ana, maybe(9))
	n.WouldTake = "a lift"
	const asked = "V9/ask"
	ask, err := w.PutAsk(ctx, w.sam.ID, asked, n)
	if err != nil {
		t.Fatal(err)
	}
	yes := w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
	if _, err := w.SendWord(ctx, w.sam.ID, yes.ID, yes.Version, 0, "V9/word", "See you", true); err != nil {
		t.Fatal(err)
	}
	closed := w.MustAsk(t, w.sam, anAsk(w.mei, notAtAll))
	var word oneonone.ID
	if err := w.raw.QueryRow(`select id from word`).Scan(&word); err != nil {
		t.Fatal(err)
	}
	asks := func(got []oneonone.Ask, err error) (any, error) { return len(got), err }

	touch := func(m *oneonone.Meeting) error { t.Error("a rule saw another's meeting"); return nil }
	talks := func(got []storage.Talk, err error) (any, error) { return len(got), err }
	// What each method gives to someone whose rows these are not.
	type call struct {
		call func(stranger oneonone.ID) (any, error)
		want any // nil: a NotFound error and the zero value
	}
	methods := map[string]call{
		"ChangeMeeting": {call: func(id oneonone.ID) (any, error) { return w.ChangeMeeting(ctx, id, next.ID, touch) }},
		"AnswerInvitation": {call: func(id oneonone.ID) (any, error) {
			if id == w.ana.ID {
				id = w.sam.ID // Ana may: Sam may not, in her place
			}
			return w.AnswerInvitation(ctx, id, next.ID, touch)
		}},
		"TryAgain": {call: func(id oneonone.ID) (any, error) {
			return w.TryAgain(ctx, id, next.ID, oneonone.WhyI, "V98/missed", at(next.Start), "Sorry")
		}},
		"Sooner": {call: func(id oneonone.ID) (any, error) {
			return w.Sooner(ctx, id, oneonone.Whom{Member: next.Member}, next.Start)
		}},
		"PlannedNext":  {call: func(id oneonone.ID) (any, error) { return w.PlannedNext(ctx, id, past.ID) }},
		"InvitedSince": {func(id oneonone.ID) (any, error) { return w.InvitedSince(ctx, id, past.ID, time.Time{}) }, false},
		"LastMissed":   {func(id oneonone.ID) (any, error) { return w.LastMissed(ctx, id, next) }, false},
		"PlannedSince": {call: func(id oneonone.ID) (any, error) { return w.PlannedSince(ctx, id, past.ID, time.Time{}) }},
		"Meeting":      {call: func(id oneonone.ID) (any, error) { return w.Meeting(ctx, id, next.ID) }},
		"Invitation": {call: func(id oneonone.ID) (any, error) {
			if id == w.ana.ID {
				id = w.sam.ID
			}
			return w.Invitation(ctx, id, next.ID)
		}},
		"Upcoming": {func(id oneonone.ID) (any, error) {
			if id == w.ana.ID {
				return 0, nil // she is invited
			}
			return talks(w.Upcoming(ctx, id, 9))
		}, 0},
		"Ended":       {func(id oneonone.ID) (any, error) { return talks(w.Ended(ctx, id, 9)) }, 0},
		"Unreflected": {func(id oneonone.ID) (any, error) { return talks(w.Unreflected(ctx, id, 9)) }, 0},
		"Earlier":     {func(id oneonone.ID) (any, error) { return talks(w.Earlier(ctx, id, storage.FirstPage, 9)) }, 0},
		"HeldWith":    {func(id oneonone.ID) (any, error) { return talks(w.HeldWith(ctx, id, w.ana.ID, 9)) }, 0},
		"MetBefore":   {func(id oneonone.ID) (any, error) { return w.MetBefore(ctx, id, w.ana.ID) }, false},
		"NextInvited": {call: func(id oneonone.ID) (any, error) {
			if id == w.ana.ID {
				id = w.sam.ID // she is invited
			}
			return w.NextInvited(ctx, id, oneonone.ID{})
		}},
		"LastInvited": {call: func(id oneonone.ID) (any, error) {
			if id == w.ana.ID {
				id = w.mei.ID
			}
			return w.LastInvited(ctx, id, w.sam.ID)
		}},
		"NotEver": {func(id oneonone.ID) (any, error) {
			closed, silent, err := w.NotEver(ctx, id, oneonone.Whom{Member: w.mei.ID})
			return closed || silent, err
		}, false},
		"MetAgain": {call: func(id oneonone.ID) (any, error) { return w.MetAgain(ctx, id, r.ID) }},
		"Wishes": {func(id oneonone.ID) (any, error) {
			got, err := w.Wishes(ctx, oneonone.Member{ID: id, Rhythm: oneonone.RhythmIn(nil)}, 9)
			return len(got), err
		}, 0},
		"Reflect": {call: func(id oneonone.ID) (any, error) {
			_, err := w.Reflect(ctx, "V9/reflect", oneonone.Reflection{Organizer: id, Meeting: past.ID, Remember: "Mine now"})
			return oneonone.Reflection{}, err // it gives back what it was given
		}},
		"Reflection":     {func(id oneonone.ID) (any, error) { return w.Reflection(ctx, id, past.ID) }, oneonone.Reflection{}},
		"ReflectionByID": {call: func(id oneonone.ID) (any, error) { return w.ReflectionByID(ctx, id, r.ID) }},
		"WriteNotes": {call: func(id oneonone.ID) (any, error) {
			return w.WriteNotes(ctx, id, next.ID, "V9/prep", oneonone.PagePrep, oneonone.Notes{oneonone.FieldFindOut: "Mine now"})
		}},
		"Notes":       {func(id oneonone.ID) (any, error) { return w.Notes(ctx, id, next.ID) }, oneonone.Notes{}},
		"LastTime":    {call: func(id oneonone.ID) (any, error) { return w.LastTime(ctx, id, next.ID) }},
		"NextPlanned": {call: func(id oneonone.ID) (any, error) { return w.NextPlanned(ctx, id, w.ana.ID) }},
		"Followup":    {call: func(id oneonone.ID) (any, error) { return w.Followup(ctx, id, f.ID) }},
		"ChangeFollowup": {call: func(id oneonone.ID) (any, error) {
			return w.ChangeFollowup(ctx, id, f.ID, func(*oneonone.Followup) error { t.Error("a rule saw another's promise"); return nil })
		}},
		"RewriteFollowup": {call: func(id oneonone.ID) (any, error) {
			return w.RewriteFollowup(ctx, id, f.ID, "V9/followup", task("Mine now", june(20)))
		}},
		"HeldAt": {call: func(id oneonone.ID) (any, error) {
			held, _, err := w.HeldAt(ctx, id, next.ID, monday)
			return held, err
		}},
		"NotMet": {call: func(id oneonone.ID) (any, error) {
			return w.NotMet(ctx, id, past.ID, past.Version)
		}},
		"ReopenFollowup": {call: func(id oneonone.ID) (any, error) {
			return nil, w.ReopenFollowup(ctx, id, f.ID)
		}},
		"JustClosed": {func(id oneonone.ID) (any, error) {
			return w.JustClosed(ctx, id, monday, 9)
		}, []oneonone.Followup(nil)},
		"CountFollowups": {func(id oneonone.ID) (any, error) {
			open, waiting, err := w.CountFollowups(ctx, id, thursday18.AddDate(1, 0, 0))
			return []int{open, waiting}, err
		}, []int{0, 0}},
		"FirstFollowupWithin": {func(id oneonone.ID) (any, error) {
			within, of, err := w.FirstFollowupWithin(ctx, id, monday, thursday18.AddDate(1, 0, 0))
			return []int{within, of}, err
		}, []int{0, 0}},
		"Kept": {func(id oneonone.ID) (any, error) { return talks(w.Kept(ctx, id, next.Person, 9)) }, 0},
		"Request": {call: func(id oneonone.ID) (any, error) {
			if id == w.ana.ID {
				id = w.sam.ID // Ana may
			}
			f, err := w.Request(ctx, id, next.ID, oneonone.OriginDelete)
			return f, err
		}},
		"TakeBack": {call: func(id oneonone.ID) (any, error) {
			if id == w.ana.ID {
				id = w.sam.ID
			}
			return w.TakeBack(ctx, id, next.ID, oneonone.OriginDelete)
		}},
		"WordSince": {func(id oneonone.ID) (any, error) {
			theirs := yes
			theirs.Organizer = id
			at, _, err := w.WordSince(ctx, theirs)
			return at, err
		}, time.Time{}},
		"UnsentWord": {func(id oneonone.ID) (any, error) {
			theirs := yes
			theirs.Organizer = id
			words, _, err := w.UnsentWord(ctx, theirs)
			return words, err
		}, ""},
		"Requested": {func(id oneonone.ID) (any, error) {
			if id == w.ana.ID {
				id = w.sam.ID
			}
			got, err := w.Requested(ctx, id, next.ID)
			return len(got), err
		}, 0},
		"PutOff": {call: func(id oneonone.ID) (any, error) {
			for about, subject := range map[oneonone.NudgeKind]oneonone.ID{
				oneonone.NudgeUnanswered: next.ID, oneonone.NudgeFollowup: f.ID, oneonone.NudgeAgain: r.ID,
				oneonone.NudgeGetBack: ask.ID, oneonone.NudgeStillOn: yes.ID, oneonone.NudgeCame: yes.ID,
			} {
				err := w.PutOff(ctx, id, oneonone.Asked{About: about, Subject: subject}, oneonone.Date{})
				wantKind(t, string(about), err, oneonone.NotFound)
			}
			return nil, w.PutOff(ctx, id, oneonone.Asked{About: oneonone.NudgeReflect, Subject: past.ID}, oneonone.Date{})
		}},
		"OpenFollowups": {func(id oneonone.ID) (any, error) {
			got, err := w.OpenFollowups(ctx, id, 9)
			return len(got), err
		}, 0},
		"AskCursorAfter": {call: func(id oneonone.ID) (any, error) {
			_, err := w.AskCursorAfter(ctx, id, ask.ID)
			return nil, err
		}},
		"Ask": {call: func(id oneonone.ID) (any, error) { return w.Ask(ctx, id, ask.ID) }},
		"ChangeAsk": {call: func(id oneonone.ID) (any, error) {
			return w.ChangeAsk(ctx, id, ask.ID, func(*oneonone.Ask) error { t.Error("a rule saw another's ask"); return nil })
		}},
		"AnswerAsk": {call: func(id oneonone.ID) (any, error) {
			a, err := w.AnswerAsk(ctx, id, ask.ID, func(*oneonone.Ask) error { t.Error("a rule saw another's ask"); return nil })
			return a.Ask, err
		}},
		"MoveAsk": {call: func(id oneonone.ID) (any, error) {
			a, _, err := w.MoveAsk(ctx, id, ask.ID, func(*oneonone.Ask) error { t.Error("a rule saw another's ask"); return nil })
			return a, err
		}},
		"PutAsk": {call: func(id oneonone.ID) (any, error) {
			return w.PutAsk(ctx, id, w.window(), storage.NewAsk{Whom: oneonone.Whom{Person: ask.Person}, Proposal: ask.Proposal})
		}},
		"OverwriteAsk": {call: func(id oneonone.ID) (any, error) {
			return nil, w.OverwriteAsk(ctx, id, ask.ID, ask.Version, oneonone.AskWords{Words: "Mine now"})
		}},
		"Between": {func(id oneonone.ID) (any, error) {
			got, err := w.Between(ctx, id, next.Person)
			return len(got), err
		}, 0},
		"Reopen":    {call: func(id oneonone.ID) (any, error) { return nil, w.Reopen(ctx, id, closed.Person) }},
		"DueAsks":   {func(id oneonone.ID) (any, error) { return asks(w.DueAsks(ctx, id, storage.AskCursor{}, 9)) }, 0},
		"AsksToAsk": {func(id oneonone.ID) (any, error) { return asks(w.AsksToAsk(ctx, id, storage.AskCursor{}, 9)) }, 0},
		"AsksThatNeed": {func(id oneonone.ID) (any, error) {
			return asks(w.AsksThatNeed(ctx, id, oneonone.NeedComing, storage.AskCursor{}, 9))
		}, 0},
		"AsksAnswered": {func(id oneonone.ID) (any, error) {
			return asks(w.AsksAnswered(ctx, id, oneonone.SaidYes, "", storage.AskCursor{}, 9))
		}, 0},
		"Asks": {func(id oneonone.ID) (any, error) { return asks(w.Asks(ctx, id, storage.AskCursor{}, 9)) }, 0},
		"Chains": {func(id oneonone.ID) (any, error) {
			got, err := w.Chains(ctx, id, []oneonone.ID{ask.Chain})
			return len(got), err
		}, 0},
		"People": {func(id oneonone.ID) (any, error) {
			got, err := w.People(ctx, id, []oneonone.ID{next.Person})
			return len(got), err
		}, 0},
		"Confirmations": {func(id oneonone.ID) (any, error) {
			return w.Confirmations(ctx, id, []oneonone.ID{yes.ID})
		}, map[oneonone.ID]storage.Confirmation{}},
		"Chain":    {func(id oneonone.ID) (any, error) { return asks(w.Chain(ctx, id, ask.Chain)) }, 0},
		"AsksKept": {func(id oneonone.ID) (any, error) { return asks(w.AsksKept(ctx, id, ask.Person, 9)) }, 0},
		"AsksOf":   {func(id oneonone.ID) (any, error) { return asks(w.AsksOf(ctx, id, ask.Person, 9)) }, 0},
		"ShowRate": {func(id oneonone.ID) (any, error) { return w.ShowRate(ctx, id) }, oneonone.ShowRate{}},
		"Moves":    {func(id oneonone.ID) (any, error) { return w.Moves(ctx, id, past.Person) }, oneonone.Notes{}},
		"Tell":     {call: func(id oneonone.ID) (any, error) { return nil, w.Tell(ctx, id, ask.ID, ask.Version) }},
		"Unsend": {call: func(id oneonone.ID) (any, error) {
			_, unsent, err := w.Unsend(ctx, id, yes.ID)
			return unsent, err
		}},
		"SendWord": {call: func(id oneonone.ID) (any, error) {
			return w.SendWord(ctx, id, yes.ID, yes.Version, 0, "V9/word", "Mine now", true)
		}},
		"WaitingWord": {func(id oneonone.ID) (any, error) {
			theirs := ask
			theirs.Organizer = id
			words, _, err := w.WaitingWord(ctx, theirs)
			return words, err
		}, ""},
		"LastWord": {func(id oneonone.ID) (any, error) {
			theirs := yes
			theirs.Organizer = id
			return w.LastWord(ctx, theirs)
		}, int64(0)},
		"Word":        {call: func(id oneonone.ID) (any, error) { return w.Word(ctx, id, word) }},
		"RunningLate": {call: func(id oneonone.ID) (any, error) { return w.RunningLate(ctx, id, next.ID, "V9/late", "10") }},
		"Person":      {call: func(id oneonone.ID) (any, error) { return w.Person(ctx, id, next.Person) }},
		"Outside": {func(id oneonone.ID) (any, error) {
			got, err := w.Outside(ctx, id, 9)
			return len(got), err
		}, 0},
		"Circumstances": {func(id oneonone.ID) (any, error) {
			if id == w.ana.ID {
				return oneonone.Circumstances{}, nil // she is invited, and may know it
			}
			return w.Circumstances(ctx, id, oneonone.Whom{Member: w.ana.ID}, at(next.Start), oneonone.ID{}, "V99/plan")
		}, oneonone.Circumstances{}},
		"Overlap":   {func(id oneonone.ID) (any, error) { return w.Overlap(ctx, id, oneonone.ID{}, next.Start, next.Length) }, time.Time{}},
		"Submitted": {func(id oneonone.ID) (any, error) { return w.Submitted(ctx, id, "V77/plan") }, false},
		"Redraw": {func(id oneonone.ID) (any, error) {
			if id == w.ana.ID {
				return true, nil // she holds a card
			}
			return true, w.Redraw(ctx, id, next.ID)
		}, true},
		"RedrawUpcoming": {func(id oneonone.ID) (any, error) {
			if id == w.ana.ID {
				return true, nil // she holds a card
			}
			return true, w.RedrawUpcoming(ctx, id)
		}, true},
		"RedrawNames": {func(id oneonone.ID) (any, error) {
			if id == w.ana.ID {
				return true, nil // and is spoken of
			}
			return true, w.RedrawNames(ctx, id)
		}, true},
	}
	// Guarded in another way, or not about anybody's rows.
	others := map[string]string{
		"Plan":      "below",
		"Log":       "goes the way of Plan",
		"Follow":    "below",
		"Questions": "takes a Meeting, which only its organizer can get: below",
		"Member":    "who asks is who Slack says it is", "KnownMember": "says no more than yes or no",
		"MemberByID": "ids of members come from one's own rows", "Members": "likewise", "Channel": "one's own", "SetChannel": "one's own",
		"Settings": "one's own", "SetSettings": "one's own",
		"SetNoInvitations": "one's own", "Welcome": "one's own", "Awake": "one's own", "Hint": "one's own",
		"Claim": "only the sender crosses owners", "Due": "the sender", "NextDue": "the sender", "Sent": "the sender", "Next": "the sender", "Retry": "the sender", "Undeliverable": "the sender",
		"Close": "", "Wake": "", "Pools": "",
	}
	db := reflect.TypeFor[*storage.DB]()
	for i := range db.NumMethod() {
		name := db.Method(i).Name
		tt, here := methods[name]
		if _, there := others[name]; !here {
			if !there {
				t.Errorf("%s: say here what it gives to whom the rows do not belong to", name)
			}
			continue
		}
		t.Run(name, func(t *testing.T) {
			for who, id := range map[string]oneonone.ID{"another organizer": w.joao.ID, "the person met": w.ana.ID, "nobody": oneonone.NewID(), "no id": {}} {
				before := w.dump(t)
				got, err := tt.call(id)
				if tt.want == nil {
					wantKind(t, who, err, oneonone.NotFound)
					// Nothing but the zero value, whatever its type.
					if got != nil && !reflect.ValueOf(got).IsZero() {
						t.Errorf("%s got %+v", who, got)
					}
				} else if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
					t.Errorf("%s: %v (-want +got):\n%s", who, err, diff)
				}
				if diff := cmp.Diff(before, w.dump(t)); diff != "" {
					t.Errorf("%s changed something (-before +after):\n%s", who, diff)
				}
			}
		})
	}

	t.Run("Plan", func(t *testing.T) {
		before := w.rowsOf(t, w.sam)
		if len(before) < 9 {
			t.Fatalf("only %d rows", len(before))
		}
		for i, submission := range []string{"V1/plan", "V2/plan"} { // Sam's modals
			p := at(thursday18.Add(time.Duration(100+i) * time.Hour))
			m, err := w.Plan(ctx, w.joao.ID, oneonone.Whom{Member: w.ana.ID}, submission, p)
			if err != nil {
				t.Fatal(err)
			}
			if m.ID == past.ID || m.ID == next.ID || m.Person == next.Person {
				t.Errorf("got Sam's row: %+v", m)
			}
		}
		if diff := cmp.Diff(before, w.rowsOf(t, w.sam)); diff != "" {
			t.Errorf("Sam's rows (-before +after):\n%s", diff)
		}
	})
	t.Run("Follow", func(t *testing.T) {
		before := w.rowsOf(t, w.sam)
		if _, err := w.Follow(ctx, w.joao.ID, oneonone.Whom{Member: w.ana.ID}, "V5/followup", task("Mine now", june(20))); err != nil {
			t.Error(err)
		}
		_, err := w.Follow(ctx, w.joao.ID, oneonone.Whom{Person: next.Person}, "V6/followup", task("Mine now", june(20)))
		wantKind(t, "for Sam's person", err, oneonone.NotFound)
		if diff := cmp.Diff(before, w.rowsOf(t, w.sam)); diff != "" {
			t.Errorf("Sam's rows (-before +after):\n%s", diff)
		}
	})
	t.Run("PutAsk", func(t *testing.T) {
		before := w.rowsOf(t, w.sam)
		for name, n := range map[string]storage.NewAsk{
			"after another's": {Parent: ask.ID}, "in another's talk": {Meeting: next.ID},
		} {
			n.Whom, n.Proposal = oneonone.Whom{Member: w.ana.ID}, ask.Proposal
			_, err := w.PutAsk(ctx, w.joao.ID, w.window(), n)
			wantKind(t, name, err, oneonone.NotFound)
		}
		// From a window of Sam's, and of whom told Sam not ever.
		for _, of := range []oneonone.Member{w.ana, w.mei} {
			a, err := w.PutAsk(ctx, w.joao.ID, asked, anAsk(of, notAtAll))
			if err != nil || a.ID == ask.ID || a.Person == ask.Person {
				t.Errorf("got Sam's row: %+v, %v", a, err)
			}
		}
		if diff := cmp.Diff(before, w.rowsOf(t, w.sam)); diff != "" {
			t.Errorf("Sam's rows (-before +after):\n%s", diff)
		}
	})
	t.Run("Questions", func(t *testing.T) {
		invited, err := w.Invitation(ctx, w.ana.ID, next.ID)
		if err != nil {
			t.Fatal(err)
		}
		before := w.dump(t)
		got, err := w.Questions(ctx, invited, true)
		if err == nil || len(got) != 0 {
			t.Errorf("the person met got %d questions, %v", len(got), err)
		}
		if diff := cmp.Diff(before, w.dump(t)); diff != "" {
			t.Errorf("(-before +after):\n%s", diff)
		}
	})
}

// rowsOf are the rows that belong to somebody, as they stand.
func (w *world) rowsOf(tb testing.TB, m oneonone.Member) []string {
	tb.Helper()
	return slices.DeleteFunc(w.dump(tb), func(line string) bool {
		return !strings.Contains(line, fmt.Sprintf("organizer=%x", m.ID[:])) && !strings.Contains(line, fmt.Sprintf("owner=%x", m.ID[:]))
	})
}
