package main

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"oneonone/bot/sandbox"
)

// The stories are what people do and see, line by line, with the real bot over
// a real websocket on a real database. Their commands:
//
//	as NAME                      who acts from here on: sam, ana, joao, mei, lee (deleted)
//	type TEXT [CHANNEL]          in the DM with the bot, or in a channel
//	fill LABEL VALUE             any field of the modal by its visible label
//	press WORDS [MESSAGE]        a button by its visible words; on the newest message that says MESSAGE
//	shortcut NAME [MESSAGE]      Slack's menu; that of the newest message that says MESSAGE
//	device                       takes up their other device, where other modals are open
//	submit | close               the modal; `! submit ERROR` expects a refusal that says ERROR
//	modal TEXT                   waits until the modal shows it; `! modal` that none is open
//	dm TEXT [N]                  waits until the DM shows it, in N messages exactly when N is given
//	! dm TEXT                    that nothing in the DM shows it once all is settled
//	sees CHANNEL TEXT            the same for a channel
//	home TEXT, ! home TEXT       opens the Home tab
//	still TEXT, ! still TEXT     the Home tab, open since
//	restart                      the bot ends, and is started again
//	advance DURATION | 'DAY TIME'  moves the clock, from due instant to due instant
//	profile NAME zone ZONE       moves someone; `profile NAME name NEW`, `deleted`, `back`, `guest` and `stranger` change their standing
//	calls METHOD N               the bot has called METHOD exactly N times
//	settle                       waits until all is answered and sent
//	fails METHOD HOW [N]         Slack fails: ratelimited, servererror, hang, loseanswer, or an error's name
//	redeliver N                  each of the next N envelopes comes twice
//	late WORDS                   the last press that said so, or submission of that title, comes once more
//	breaks HOW                   the connection breaks: socket, midenvelope, or a reason of Slack's for a disconnect
//	connected                    waits until the bot is connected
//	expectfault KIND             the bot is expected to have committed one
//
// TEXT is compared with what stands on the screen, white space folded. A story
// fails when the bot committed any fault that it did not expect.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "stories"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setUpStory,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"as":          asCmd,
			"type":        typeCmd,
			"fill":        fillCmd,
			"press":       pressCmd,
			"shortcut":    shortcutCmd,
			"device":      deviceCmd,
			"submit":      submitCmd,
			"close":       closeCmd,
			"modal":       modalCmd,
			"dm":          dmCmd,
			"sees":        seesCmd,
			"home":        homeCmd,
			"still":       stillCmd,
			"restart":     restartCmd,
			"advance":     advanceCmd,
			"profile":     profileCmd,
			"calls":       callsCmd,
			"settle":      settleCmd,
			"fails":       failsCmd,
			"redeliver":   redeliverCmd,
			"late":        lateCmd,
			"breaks":      breaksCmd,
			"connected":   connectedCmd,
			"expectfault": expectFaultCmd,
		},
	})
}

// storyStart is a Monday, 10:00 in London.
var storyStart = time.Date(2026, time.June, 8, 9, 0, 0, 0, time.UTC)

// within bounds every wait of a story. It is generous: nothing waits for it to
// pass but a failure.
const within = 20 * time.Second

// stage is what a story plays on.
type stage struct {
	*world
	who *sandbox.Person
}

type stageKey struct{}

func setUpStory(env *testscript.Env) error {
	w, err := newWorld(env.T().(testing.TB), filepath.Join(env.WorkDir, "oneonone.db"))
	if err != nil {
		return err
	}
	env.Values[stageKey{}] = &stage{world: w}
	env.Defer(func() {
		if faults := w.finish(); len(faults) > 0 {
			env.T().(testing.TB).Errorf("the bot committed faults:\n%s", strings.Join(faults, "\n"))
		}
	})
	return nil
}

func on(ts *testscript.TestScript) *stage { return ts.Value(stageKey{}).(*stage) }

func (s *stage) ctx() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), within)
}

// fold makes one line of what stands on a screen.
func fold(text string) string { return strings.Join(strings.Fields(text), " ") }

func need(ts *testscript.TestScript, args []string, least, most int, usage string) {
	if len(args) < least || len(args) > most {
		ts.Fatalf("usage: %s", usage)
	}
}

func never(ts *testscript.TestScript, neg bool) {
	if neg {
		ts.Fatalf("! has no meaning here")
	}
}

func asCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	need(ts, args, 1, 1, "as NAME")
	s := on(ts)
	if s.who = s.slack.Person(args[0]); s.who == nil {
		ts.Fatalf("nobody is called %s", args[0])
	}
}

func typeCmd(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, 2, "type TEXT [CHANNEL]")
	s := on(ts)
	ctx, cancel := s.ctx()
	defer cancel()
	where := ""
	if len(args) == 2 {
		where = args[1]
	}
	if err := s.who.Type(ctx, where, args[0]); (err != nil) != neg {
		ts.Fatalf("type: %v", err)
	}
}

func fillCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	need(ts, args, 2, 2, "fill LABEL VALUE")
	s := on(ts)
	ctx, cancel := s.ctx()
	defer cancel()
	// The words may stand elsewhere before the modal with the field is there.
	var err error
	waited := s.who.Await(ctx, args[0], func() bool {
		err = s.who.Fill(ctx, args[0], strings.ReplaceAll(args[1], `\n`, "\n"))
		return err == nil || !strings.Contains(err.Error(), "no field") && !strings.Contains(err.Error(), "no modal")
	})
	ts.Check(cmp.Or(err, waited))
}

func pressCmd(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, 2, "press WORDS [MESSAGE or #2]")
	s := on(ts)
	ctx, cancel := s.ctx()
	defer cancel()
	if neg {
		ts.Check(s.settle(ctx))
		if s.press(ctx, args) == nil {
			ts.Fatalf("%q could be pressed", args[0])
		}
		return
	}
	var err error
	if waited := s.who.Await(ctx, "a button "+args[0], func() bool { return s.canPress(args) }); waited != nil {
		ts.Fatalf("%v", waited)
	}
	if err = s.press(ctx, args); err != nil {
		ts.Fatalf("%v", err)
	}
}

func (s *stage) press(ctx context.Context, args []string) error {
	if len(args) == 2 && args[1] == second {
		return s.who.PressNth(ctx, args[0], 2)
	}
	if len(args) == 2 {
		return s.who.PressOn(ctx, args[1], args[0])
	}
	return s.who.Press(ctx, args[0])
}

// second stands behind a button's words for the second that has them, in a window.
const second = "#2"

// canPress says whether the words stand on a button where press would look.
func (s *stage) canPress(args []string) bool {
	button := "[" + args[0] + "]"
	if s.who.Modal() != nil && len(args) == 2 && args[1] == second {
		return strings.Count(s.who.ScreenText(), args[0]) > 1
	}
	if s.who.Modal() != nil && len(args) == 1 {
		return strings.Contains(s.who.ScreenText(), args[0])
	}
	if len(args) == 1 && strings.Contains(s.who.ScreenText(), button) {
		return true
	}
	for _, m := range s.who.Messages("") {
		screen := m.Screen(s.who)
		if strings.Contains(screen, args[0]) && (len(args) == 1 || strings.Contains(fold(screen), fold(args[1]))) {
			return true
		}
	}
	return false
}

func shortcutCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	need(ts, args, 1, 2, "shortcut NAME [MESSAGE]")
	s := on(ts)
	ctx, cancel := s.ctx()
	defer cancel()
	if len(args) == 2 {
		ts.Check(s.who.MessageShortcut(ctx, args[0], args[1]))
		return
	}
	ts.Check(s.who.Shortcut(ctx, args[0]))
}

func deviceCmd(ts *testscript.TestScript, neg bool, _ []string) {
	never(ts, neg)
	on(ts).who.SwitchDevice()
}

func submitCmd(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 0, 1, "submit | ! submit ERROR")
	s := on(ts)
	ctx, cancel := s.ctx()
	defer cancel()
	err := s.who.Submit(ctx)
	switch {
	case !neg:
		ts.Check(err)
	case err == nil:
		ts.Fatalf("it was accepted")
	case len(args) == 1 && !strings.Contains(fold(err.Error()), fold(args[0])):
		ts.Fatalf("refused otherwise: %v", err)
	}
}

func closeCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	s := on(ts)
	ctx, cancel := s.ctx()
	defer cancel()
	ts.Check(s.who.Close(ctx))
}

func modalCmd(ts *testscript.TestScript, neg bool, args []string) {
	s := on(ts)
	ctx, cancel := s.ctx()
	defer cancel()
	shows := func() bool {
		return s.who.Modal() != nil && (len(args) == 0 || strings.Contains(fold(s.who.ScreenText()), fold(args[0])))
	}
	if neg {
		ts.Check(s.settle(ctx))
		if shows() {
			ts.Fatalf("it is there:\n%s", s.who.ScreenText())
		}
		return
	}
	need(ts, args, 1, 1, "modal TEXT")
	ts.Check(s.who.Await(ctx, "a modal that says "+args[0], shows))
}

// said counts the messages of a conversation that show a text.
func (s *stage) said(channel, text string) int {
	n := 0
	for _, m := range s.who.Messages(channel) {
		if strings.Contains(fold(m.Screen(s.who)), fold(text)) {
			n++
		}
	}
	return n
}

func dmCmd(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, 2, "dm TEXT [N]")
	on(ts).expect(ts, neg, "", args)
}

func seesCmd(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 2, 3, "sees CHANNEL TEXT [N]")
	s := on(ts)
	id := ""
	for _, c := range s.slack.Channels() {
		if "#"+c.Name == args[0] {
			id = c.ID
		}
	}
	if id == "" {
		ts.Fatalf("no channel %s", args[0])
	}
	s.expect(ts, neg, id, args[1:])
}

func (s *stage) expect(ts *testscript.TestScript, neg bool, channel string, args []string) {
	ctx, cancel := s.ctx()
	defer cancel()
	if neg {
		ts.Check(s.settle(ctx))
		if s.said(channel, args[0]) > 0 {
			ts.Fatalf("it is there: %q in\n%s", args[0], s.conversation(channel))
		}
		return
	}
	if err := s.who.Await(ctx, "a message that says "+args[0], func() bool { return s.said(channel, args[0]) > 0 }); err != nil {
		ts.Fatalf("%v\n%s", err, s.conversation(channel))
	}
	if len(args) == 2 {
		ts.Check(s.settle(ctx))
		if n, _ := strconv.Atoi(args[1]); s.said(channel, args[0]) != n {
			ts.Fatalf("%q stands in %d messages, want %d:\n%s", args[0], s.said(channel, args[0]), n, s.conversation(channel))
		}
	}
}

// conversation is all of it, for a failure's report.
func (s *stage) conversation(channel string) string {
	var b strings.Builder
	for _, m := range s.who.Messages(channel) {
		fmt.Fprintf(&b, "--- %s\n%s\n", m.At.In(time.UTC).Format("Mon 2 Jan 15:04"), m.Screen(s.who))
	}
	return b.String()
}

func homeCmd(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, 1, "home TEXT")
	s := on(ts)
	ctx, cancel := s.ctx()
	defer cancel()
	ts.Check(s.who.OpenHome(ctx))
	s.looksAtHome(ctx, ts, neg, args[0])
}

func stillCmd(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 1, 1, "still TEXT")
	s := on(ts)
	ctx, cancel := s.ctx()
	defer cancel()
	s.looksAtHome(ctx, ts, neg, args[0])
}

func restartCmd(ts *testscript.TestScript, neg bool, _ []string) {
	never(ts, neg)
	s := on(ts)
	s.stop()
	ts.Check(<-s.ended)
	ts.Check(s.start())
}

// looksAtHome waits until the Home tab shows a text, or checks that it does not.
func (s *stage) looksAtHome(ctx context.Context, ts *testscript.TestScript, neg bool, text string) {
	shows := func() bool {
		h := s.who.HomeView()
		return h != nil && strings.Contains(fold(h.Text(s.who)), fold(text))
	}
	if neg {
		ts.Check(s.settle(ctx))
		if shows() {
			ts.Fatalf("it is there:\n%s", s.who.HomeView().Text(s.who))
		}
		return
	}
	ts.Check(s.who.Await(ctx, "a Home that says "+text, shows))
}

func advanceCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	need(ts, args, 1, 1, "advance DURATION | 'DAY TIME'")
	s := on(ts)
	ctx, cancel := s.ctx()
	defer cancel()
	if d, err := time.ParseDuration(args[0]); err == nil {
		ts.Check(s.slack.Clock().Advance(ctx, d))
		return
	}
	zone, err := time.LoadLocation(s.who.Profile().Zone)
	ts.Check(err)
	to, err := time.ParseInLocation("2006-01-02 15:04", args[0], zone)
	ts.Check(err)
	ts.Check(s.slack.Clock().AdvanceTo(ctx, to))
}

func profileCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	need(ts, args, 2, 3, "profile NAME zone ZONE | name NEW | deleted | back | guest | stranger")
	s := on(ts)
	p := s.slack.Person(args[0])
	s.slack.SetProfile(p, func(profile *sandbox.Profile) {
		switch args[1] {
		case "zone":
			profile.Zone = args[2]
		case "name":
			profile.RealName = args[2]
		case "deleted":
			profile.Deleted = true
		case "back":
			profile.Deleted = false
		case "guest":
			profile.Guest = true
		case "stranger":
			profile.Stranger = true
		default:
			ts.Fatalf("profile cannot change %s", args[1])
		}
	})
}

func callsCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	need(ts, args, 2, 2, "calls METHOD N")
	s := on(ts)
	ctx, cancel := s.ctx()
	defer cancel()
	ts.Check(s.settle(ctx))
	n := 0
	for _, c := range s.slack.Calls() {
		if c.Method == args[0] {
			n++
		}
	}
	if want, _ := strconv.Atoi(args[1]); n != want {
		ts.Fatalf("%s was called %d times, want %d", args[0], n, want)
	}
}

func settleCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	s := on(ts)
	ctx, cancel := s.ctx()
	defer cancel()
	ts.Check(s.settle(ctx))
}

func failsCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	need(ts, args, 2, 3, "fails METHOD HOW [N]")
	n := 1
	if len(args) == 3 {
		n, _ = strconv.Atoi(args[2])
	}
	s := on(ts)
	switch args[1] {
	case "ratelimited":
		s.slack.Fail(args[0], sandbox.RateLimited, n)
	case "servererror":
		s.slack.Fail(args[0], sandbox.ServerError, n)
	case "hang":
		s.slack.Fail(args[0], sandbox.Hang, n)
	case "loseanswer":
		s.slack.Fail(args[0], sandbox.LoseAnswer, n)
	default:
		s.slack.FailWith(args[0], args[1], n)
	}
}

func redeliverCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	need(ts, args, 1, 1, "redeliver N")
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	on(ts).slack.RedeliverNext(n)
}

func lateCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	need(ts, args, 1, 1, "late WORDS")
	ts.Check(on(ts).slack.RedeliverLate(args[0]))
}

func breaksCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	need(ts, args, 1, 1, "breaks HOW")
	s := on(ts)
	switch args[0] {
	case "socket":
		s.slack.DropSocket()
	case "midenvelope":
		s.slack.DropMidEnvelope()
	default:
		s.slack.Disconnect(args[0])
	}
}

func connectedCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	s := on(ts)
	ctx, cancel := s.ctx()
	defer cancel()
	ts.Check(s.slack.AwaitConnection(ctx))
}

func expectFaultCmd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg)
	need(ts, args, 1, 1, "expectfault KIND")
	s := on(ts)
	for _, f := range s.slack.Faults() {
		if f.Kind == args[0] {
			s.slack.ForgetFaults(args[0])
			return
		}
	}
	ts.Fatalf("no fault %s; there are %v", args[0], s.slack.Faults())
}
