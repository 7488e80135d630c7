package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"oneonone"
	"oneonone/bot/views"
	"oneonone/storage"
)

// Home shows so many follow-ups, and says how many more there are and how many
// people wait for those of today.
func TestHomeCountsFollowups(t *testing.T) {
	f := newForgery(t)
	me, err := f.db.Member(f.ctx, f.ruth.ID(), nil)
	f.must(err)
	today := oneonone.DateOf(f.slack.Clock().Now().In(me.Zone))
	for n := range views.HomeMost + 3 {
		task := oneonone.Task{Words: "call", Whose: oneonone.Mine, By: today.AddDays(n / 4)}
		_, err := f.db.Follow(f.ctx, me.ID, oneonone.Whom{Name: fmt.Sprint("Person ", n)}, fmt.Sprint("VH", n), task)
		f.must(err)
	}
	h, err := f.home(f.ctx, me, views.HomeMost)
	f.must(err)
	if len(h.Promises) != views.HomeMost || h.MorePromises != 3 || h.Waiting != 4 || h.MoreTalks || h.MoreAsks {
		t.Errorf("%d shown, %d more, %d waiting, more talks: %t", len(h.Promises), h.MorePromises, h.Waiting, h.MoreTalks)
	}
}

// However many asks and follow-ups somebody has, beside as many talks as Home
// shows, it fits into a view; and Home and each page of their asks take no more
// statements than with a few. Page after page shows every ask.
func TestThousandsOfAsks(t *testing.T) {
	const few = 200
	f := newForgery(t)
	var members []oneonone.Member
	for _, p := range f.slack.People() {
		m, err := f.db.Member(f.ctx, p.ID(), nil)
		f.must(err)
		members = append(members, m)
	}
	me, err := f.db.Member(f.ctx, f.ruth.ID(), nil)
	f.must(err)
	now := f.slack.Clock().Now()
	for n := range 3 * (views.HomeMost + 1) {
		with := oneonone.Whom{Name: fmt.Sprint("Person ", n)}
		start := now.Add(time.Duration(n+1) * time.Hour)
		if n%3 != 0 {
			start = now.Add(-time.Duration(n+1) * time.Hour)
		}
		m, err := f.db.Plan(f.ctx, me.ID, with, fmt.Sprint("VT", n), oneonone.Plan{
			Purpose: "The buses", Start: start, Kind: oneonone.Recruitment, Length: 30 * time.Minute, Notice: oneonone.NoticeTell,
		})
		f.must(err)
		if n%3 == 2 {
			_, err = f.db.ChangeMeeting(f.ctx, me.ID, m.ID, func(m *oneonone.Meeting) error { return m.WeMet(now) })
			f.must(err)
		}
	}
	q := &request{me: me, r: f.reader(f.profileOf(f.ctx, me)), now: now}
	most := map[string]int64{} // statements of one drawing
	total := 0
	count := func(what string, draw func()) {
		t.Helper()
		before := f.reads.Load()
		draw()
		switch n := f.reads.Load() - before; {
		case n <= most[what]:
		case n > 16:
			t.Errorf("%s: %d statements", what, n)
		case total == few:
			most[what] = n
		default:
			t.Errorf("%s: %d statements, and %d with fewer asks", what, n, most[what])
		}
	}
	for _, more := range []int{few, 5000 - few} {
		f.must(storage.YearsOfAsks(f.ctx, f.db, []oneonone.Member{me}, members, more))
		total += more
		count("home", func() {
			h, err := f.home(f.ctx, me, views.HomeMost)
			f.must(err)
			if !h.MoreTalks || !h.MoreAsks {
				t.Errorf("more talks: %t, more asks: %t", h.MoreTalks, h.MoreAsks)
			}
			if len(h.Upcoming) != views.HomeMost || len(h.Ended) != views.HomeMost || len(h.Unreflected) != views.HomeMost || len(h.Promises) != views.HomeMost || len(h.Asks) != views.HomeMost {
				t.Errorf("not all that fits: %d, %d, %d, %d, %d", len(h.Upcoming), len(h.Ended), len(h.Unreflected), len(h.Promises), len(h.Asks))
			}
			if n := len(views.HomeView(q.r, h).Blocks.BlockSet); n > 100 {
				t.Errorf("%d blocks", n)
			}
		})
		for _, filter := range views.AsksFilters() {
			shown, from := 0, storage.AskCursor{}
			for next := true; next; {
				var page views.Asks
				count("asks "+filter, func() {
					page, err = f.asksOn(f.ctx, q, filter, from)
					f.must(err)
				})
				if n := len(views.AsksModal(q.r, page).Blocks.BlockSet); n > 100 {
					t.Errorf("%s: %d blocks", filter, n)
				}
				for _, s := range page.Sections {
					shown += len(s.Asks)
				}
				if next = page.Next != ""; next {
					from, err = storage.ParseAskCursor(page.Next)
					f.must(err)
				}
			}
			if filter == views.AsksAll && shown != total {
				t.Errorf("%d asks are shown, want %d", shown, total)
			}
		}
	}
}

// Who has more asks than Home shows reads where the others are, and nothing of talks.
func TestHomeSaysWhereTheRestIs(t *testing.T) {
	f := newForgery(t)
	me, err := f.db.Member(f.ctx, f.ruth.ID(), nil)
	f.must(err)
	ana, err := f.db.Member(f.ctx, f.slack.Person("ana").ID(), nil)
	f.must(err)
	f.must(storage.YearsOfAsks(f.ctx, f.db, []oneonone.Member{me}, []oneonone.Member{ana}, 100))
	f.must(f.ruth.OpenHome(f.ctx))
	f.must(f.settle(f.ctx))
	home := f.ruth.HomeView().Text(f.ruth)
	if !strings.Contains(home, "/1on1 asks") || strings.Contains(home, "/1on1 list") {
		t.Errorf("Home says\n%s", home)
	}
}

// With as much of everything as there can be, Home is one that Slack takes, and is
// among the samples.
func TestHomeAtItsFullest(t *testing.T) {
	f := newForgery(t)
	me, err := f.db.Member(f.ctx, f.ruth.ID(), nil)
	f.must(err)
	mei, err := f.db.Member(f.ctx, f.slack.Person("mei").ID(), nil)
	f.must(err)
	now := f.slack.Clock().Now()
	plan := func(n int, organizer oneonone.ID, whom oneonone.Whom, ahead time.Duration, notice oneonone.Notice) oneonone.Meeting {
		t.Helper()
		m, err := f.db.Plan(f.ctx, organizer, whom, fmt.Sprint("VF", n, ahead), oneonone.Plan{
			Purpose: "The buses", Start: now.Add(ahead), Kind: oneonone.Recruitment, Length: 30 * time.Minute, Notice: notice,
		})
		f.must(err)
		return m
	}
	for n := range views.HomeMost + 1 {
		hours := time.Duration(n+1) * time.Hour
		plan(n, mei.ID, oneonone.Whom{Member: me.ID}, hours, oneonone.NoticeInvite)
		plan(n, me.ID, oneonone.Whom{Name: "Rosa"}, -hours, oneonone.NoticeTell)
		m := plan(n, me.ID, oneonone.Whom{Name: "Rosa"}, -hours-time.Minute, oneonone.NoticeTell)
		_, err := f.db.ChangeMeeting(f.ctx, me.ID, m.ID, func(m *oneonone.Meeting) error { return m.WeMet(now) })
		f.must(err)
	}
	for n := range views.HomeWishes + 1 {
		m := plan(n, me.ID, oneonone.Whom{Name: fmt.Sprint("Person ", n)}, -100*time.Hour, oneonone.NoticeTell)
		_, err := f.db.Reflect(f.ctx, fmt.Sprint("VR", n), oneonone.Reflection{
			Organizer: me.ID, Meeting: m.ID, Remember: "x", Next: oneonone.NextOtherDate, NextOn: oneonone.DateOf(now).AddDays(1),
		})
		f.must(err)
	}
	for n := range 2 { // who wait, and are counted
		_, err := f.db.Follow(f.ctx, me.ID, oneonone.Whom{Name: fmt.Sprint("Person ", n)}, fmt.Sprint("VD", n),
			oneonone.Task{Words: "x", Whose: oneonone.Mine, By: oneonone.DateOf(now)})
		f.must(err)
	}
	met := plan(0, me.ID, oneonone.Whom{Member: mei.ID}, -200*time.Hour, oneonone.NoticeInvite)
	for _, what := range oneonone.Requests[:views.HomeClosed] {
		_, err := f.db.Request(f.ctx, mei.ID, met.ID, what)
		f.must(err)
	}
	open, err := f.db.OpenFollowups(f.ctx, me.ID, 2*views.HomeMost)
	f.must(err)
	for _, p := range open {
		if p.Origin.Request() {
			_, err = f.db.ChangeFollowup(f.ctx, me.ID, p.ID, func(f *oneonone.Followup) error { return f.Close(oneonone.Done, now) })
			f.must(err)
		}
	}
	f.must(storage.YearsOfAsks(f.ctx, f.db, []oneonone.Member{me}, []oneonone.Member{mei}, 100))
	s, err := f.db.Settings(f.ctx, me.ID)
	f.must(err)
	s.PausedUntil = oneonone.DateOf(now).AddDays(9)
	f.must(f.db.SetSettings(f.ctx, me.ID, s))
	f.must(f.db.SetNoInvitations(f.ctx, me.ID, true))
	if me, err = f.db.MemberByID(f.ctx, me.ID); err != nil {
		t.Fatal(err)
	}
	h, err := f.home(f.ctx, me, views.HomeMost)
	f.must(err)
	blocks := len(views.HomeView(f.reader(f.profileOf(f.ctx, me)), h).Blocks.BlockSet)
	if blocks > 100 {
		t.Errorf("%d blocks, and Slack takes 100", blocks)
	}
	for _, sample := range views.Samples() {
		if home, ok := sample.Payload.(slack.HomeTabViewRequest); ok && sample.Name == "home/longest" && len(home.Blocks.BlockSet) != blocks {
			t.Errorf("%d blocks, and the longest sample has %d", blocks, len(home.Blocks.BlockSet))
		}
	}
}
