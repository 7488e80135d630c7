package storage_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"oneonone"
	"oneonone/storage"
)

// columnsOf are a table's columns.
func columnsOf(t *testing.T, db *sql.DB, table string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), `select name from pragma_table_info($1, 'main') order by cid`, table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		out = append(out, name)
	}
	return out
}

// under is a database with the same rows under an older schema, as far as that
// has a place for them.
func (w *world) under(t *testing.T, schema int) (path string) {
	t.Helper()
	ctx := t.Context()
	path = filepath.Join(t.TempDir(), "old.db")
	old := MustRaw(t, path)
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil || len(files) < schema {
		t.Fatal(files, err)
	}
	then := fstest.MapFS{}
	for _, file := range files[:schema] {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		then[filepath.Base(file)] = &fstest.MapFile{Data: text}
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, old, then)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Up(ctx); err != nil {
		t.Fatal(err)
	}
	old.SetMaxOpenConns(1)
	if _, err := old.ExecContext(ctx, `attach $1 as now`, w.path); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"seal_check", "member", "person", "meeting", "reflection", "note", "submission", "followup", "question_shown", "ask", "word", "outbox"} {
		columns := strings.Join(columnsOf(t, old, table), ", ")
		if columns == "" {
			continue // there was none yet
		}
		if _, err := old.ExecContext(ctx, `insert into main.`+table+` (`+columns+`) select `+columns+` from now.`+table); err != nil {
			t.Fatalf("%s: %v", table, err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(w.path + ".key")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+".key", key, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// wantSoundReferences fails the test where a row refers to one that is not there.
func wantSoundReferences(t *testing.T, path string) {
	t.Helper()
	var broken int
	if err := MustRaw(t, path).QueryRowContext(t.Context(), `select count(*) from pragma_foreign_key_check`).Scan(&broken); err != nil || broken != 0 {
		t.Errorf("%d references lead nowhere, %v", broken, err)
	}
}

// outboxOf is all that stands in a database's outbox, a line a row.
func outboxOf(t *testing.T, path string) (lines []string) {
	t.Helper()
	raw := MustRaw(t, path)
	values := strings.Join(columnsOf(t, raw, "outbox"), ", ")
	rows, err := raw.QueryContext(t.Context(), `select json_array(`+strings.NewReplacer(
		"id,", "hex(id),", "owner,", "hex(owner),", "receiver,", "hex(receiver),", "subject,", "hex(subject),", "bundle,", "hex(bundle),").Replace(values)+`) from outbox order by id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, line)
	}
	if err := rows.Err(); err != nil || len(lines) == 0 {
		t.Fatalf("%d rows, %v", len(lines), err)
	}
	return lines
}

// A database of the first schema, with talks in every state it knew, opens as if
// it had always been this program's: every talk, note, promise and waiting
// message is read as it was written.
func TestAnOldDatabaseIsBroughtUp(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	coming := w.MustPlan(t, w.sam, w.ana, at(thursday18.Add(48*time.Hour)))
	w.MustAnswer(t, coming, w.accept)
	declined := w.MustPlan(t, w.sam, w.mei, at(thursday18.Add(96*time.Hour)))
	w.MustAnswer(t, declined, w.decline)
	waiting := w.MustPlan(t, w.joao, w.mei, at(thursday18.Add(24*time.Hour)))
	held, missed := w.MustPlan(t, w.sam, w.ana, aPlan()), w.MustPlan(t, w.sam, w.joao, at(thursday18.Add(time.Hour)))
	w.MustSend(t)
	w.clock.Set(thursday18.Add(2 * time.Hour))
	w.MustReflect(t, held, "Her sister drives the 9", "send the minutes")
	w.MustChange(t, missed, w.missed)

	path := w.under(t, 1)
	db := MustOpen(t, path, w.clock.Now)
	if diff := cmp.Diff(outboxOf(t, w.path), outboxOf(t, path)); diff != "" {
		t.Errorf("what is to be said and was (-written +read):\n%s", diff)
	}
	for _, m := range []oneonone.Meeting{coming, declined, waiting, held, missed} {
		want, err := w.Meeting(ctx, m.Organizer, m.ID)
		if err != nil {
			t.Fatal(err)
		}
		got, err := db.Meeting(ctx, m.Organizer, m.ID)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v (-written +read):\n%s", err, diff)
		}
	}
	want, err := w.Reflection(ctx, w.sam.ID, held.ID)
	if err != nil {
		t.Fatal(err)
	}
	got, err := db.Reflection(ctx, w.sam.ID, held.ID)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-written +read):\n%s", err, diff)
	}
	for _, list := range []func(*storage.DB) ([]storage.Talk, error){
		func(db *storage.DB) ([]storage.Talk, error) { return db.Upcoming(ctx, w.mei.ID, 9) },
		func(db *storage.DB) ([]storage.Talk, error) { return db.Upcoming(ctx, w.sam.ID, 9) },
		func(db *storage.DB) ([]storage.Talk, error) { return db.Earlier(ctx, w.sam.ID, storage.FirstPage, 9) },
	} {
		want, err := list(w.DB)
		if err != nil || len(want) == 0 {
			t.Fatalf("%d talks, %v", len(want), err)
		}
		got, err := list(db)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%v (-written +read):\n%s", err, diff)
		}
	}
	// And it goes on from there.
	if _, err := db.AnswerInvitation(ctx, w.mei.ID, waiting.ID, func(m *oneonone.Meeting) error {
		return m.Suggest(0, thursday18.Add(72*time.Hour), "I sing", w.clock.Now())
	}); err != nil {
		t.Error(err)
	}
	if _, err := db.Plan(ctx, w.sam.ID, oneonone.Whom{Name: "Marta"}, "V9/plan", at(thursday18.Add(200*time.Hour))); err != nil {
		t.Error(err)
	}
	// Nobody has said anything to an ask yet; from now on they can.
	person, err := db.Person(ctx, w.sam.ID, held.Person)
	if err != nil || !person.NoAsks.IsZero() || person.NoContact || !person.NoAsksBy.IsZero() {
		t.Errorf("%+v, %v", person, err)
	}
	said := anAsk(w.ana, notAtAll)
	said.Meeting = held.ID
	if a, err := db.PutAsk(ctx, w.sam.ID, "V9/ask", said); err != nil || a.Person != held.Person || a.Meeting != held.ID {
		t.Errorf("%+v, %v", a, err)
	}
	if person, err = db.Person(ctx, w.sam.ID, held.Person); err != nil || person.NoAsks.IsZero() || !person.NoContact {
		t.Errorf("%+v, %v", person, err)
	}
	wantSoundReferences(t, path)
}

// Promises from before a follow-up could be anything else are read as they were,
// in every state, with what waits of them; and what is new is found room for.
func TestOldPromisesAreBroughtUp(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	var talks []oneonone.Meeting
	plan := func(whom oneonone.Whom, hours time.Duration) {
		t.Helper()
		p := at(thursday18.Add(hours * time.Hour))
		p.Notice = oneonone.NoticeTell
		m, err := w.Plan(ctx, w.sam.ID, whom, w.window(), p)
		if err != nil {
			t.Fatal(err)
		}
		talks = append(talks, m)
	}
	for i := range 5 {
		plan(oneonone.Whom{Member: w.ana.ID}, time.Duration(i))
	}
	plan(oneonone.Whom{Name: "Marta", Reach: "555 0134"}, 6)
	w.clock.Set(thursday18.Add(9 * time.Hour))
	var ids []oneonone.ID
	for i, m := range talks {
		w.MustReflect(t, m, "Her sister", strings.Repeat("Send it ", i+1))
		var id oneonone.ID
		if err := w.raw.QueryRow(`select id from followup where meeting = $1`, m.ID).Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	change := func(i int, rule func(*oneonone.Followup) error) {
		t.Helper()
		if _, err := w.ChangeFollowup(ctx, w.sam.ID, ids[i], rule); err != nil {
			t.Fatal(err)
		}
	}
	change(1, func(f *oneonone.Followup) error { return f.Close(oneonone.Done, w.clock.Now()) })
	change(2, func(f *oneonone.Followup) error { return f.Close(oneonone.Dropped, w.clock.Now()) })
	change(3, func(f *oneonone.Followup) error { return f.PutOff(june(20), w.clock.Now(), w.sam.Rhythm) })
	w.MustReflect(t, talks[4], "Her sister", "") // taken back
	w.MustSend(t)

	path := w.under(t, 5)
	db := MustOpen(t, path, w.clock.Now)
	for i, id := range ids {
		want, err := w.Followup(ctx, w.sam.ID, id)
		if err != nil {
			t.Fatal(err)
		}
		want.DoneAt, want.ClosedAt = time.Time{}, time.Time{} // nobody wrote it down
		got, err := db.Followup(ctx, w.sam.ID, id)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%d: %v (-written +read):\n%s", i, err, diff)
		}
		wantR, err := w.Reflection(ctx, w.sam.ID, talks[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		gotR, err := db.Reflection(ctx, w.sam.ID, talks[i].ID)
		if diff := cmp.Diff(wantR, gotR); diff != "" || err != nil {
			t.Errorf("%d: %v (-written +read):\n%s", i, err, diff)
		}
	}
	open, err := db.OpenFollowups(ctx, w.sam.ID, 9)
	if err != nil || len(open) != 3 {
		t.Errorf("%d open, %v", len(open), err)
	}
	// Done at an unknown instant, it is counted neither way.
	if within, of, err := db.FirstFollowupWithin(ctx, w.sam.ID, monday, w.clock.Now()); err != nil || within != 0 || of != 3 {
		t.Errorf("%d of %d, %v", within, of, err)
	}
	// And it goes on from there.
	if _, err := db.ChangeFollowup(ctx, w.sam.ID, ids[0], func(f *oneonone.Followup) error { return f.Close(oneonone.Done, w.clock.Now()) }); err != nil {
		t.Error(err)
	}
	if _, err := db.Follow(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V1/followup", task("Thank her", june(20))); err != nil {
		t.Error(err)
	}
	invited, err := db.Plan(ctx, w.sam.ID, oneonone.Whom{Member: w.ana.ID}, "V1/plan", at(thursday18.Add(200*time.Hour)))
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range oneonone.Requests {
		if _, err := db.Request(ctx, w.ana.ID, invited.ID, what); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	if got, err := db.Requested(ctx, w.ana.ID, invited.ID); err != nil || len(got) != len(oneonone.Requests) {
		t.Errorf("requested: %v, %v", got, err)
	}
	// One reflection promises one thing.
	raw := MustRaw(t, path)
	if _, err := raw.ExecContext(ctx, `update followup set meeting = $1, origin = 'promise' where origin = 'own'`, talks[0].ID); err == nil {
		t.Error("a talk has two promises")
	}
	wantSoundReferences(t, path)
}

// What was asked about a yes before its questions were named after the number of its
// day is not asked again, and what was to come comes; a word that waits goes out.
func TestOldQuestionsAreBroughtUp(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	event, role := anAsk(w.ana, saidYes), anAsk(w.mei, saidYes)
	event.At = time.Date(2026, time.June, 12, 18, 0, 0, 0, time.UTC)
	role.Proposal = oneonone.Proposal{What: oneonone.Role, Words: "Will you cook?", Starts: june(10)}
	a, b := w.MustAsk(t, w.sam, event), w.MustAsk(t, w.sam, role)
	moved := anAsk(w.joao, saidYes)
	moved.At = time.Date(2026, time.June, 9, 18, 0, 0, 0, time.UTC)
	c := w.MustAsk(t, w.sam, moved)
	for _, x := range []oneonone.Ask{a, b, c} {
		w.MustConfirm(t, x)
	}
	w.clock.Set(morning(10))
	w.wantSent(t, "João's", "came/1 to sam")
	if _, err := w.ChangeAsk(ctx, w.sam.ID, c.ID, func(a *oneonone.Ask) error { return a.Move(a.At.AddDate(0, 0, 4), oneonone.Date{}) }); err != nil {
		t.Fatal(err)
	}
	w.MustConfirm(t, c)
	if err := w.Awake(ctx, w.sam.ID); err != nil {
		t.Fatal(err)
	}
	w.clock.Set(morning(11))
	if got := slices.DeleteFunc(w.MustSend(t), redraws); !slices.Equal(got, []string{"still_on/1 + came/1 to sam"}) {
		t.Fatalf("asked %v", got)
	}
	if err := w.Awake(ctx, w.sam.ID); err != nil {
		t.Fatal(err)
	}
	w.clock.Set(morning(12))
	if got := slices.DeleteFunc(w.MustSend(t), redraws); !slices.Equal(got, []string{"came/1-again + still_on/2 to sam"}) {
		t.Fatalf("asked %v", got)
	}
	if err := w.Awake(ctx, w.sam.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.SendWord(ctx, w.sam.ID, a.ID, a.Version, 0, "V1/word", "So glad.", true); err != nil {
		t.Fatal(err)
	}

	path := w.under(t, 11)
	old := MustRaw(t, path)
	for _, q := range []string{
		`update outbox set occurrence = '2026-06-12' || substr(occurrence, 2) where kind in ('still_on', 'came') and subject = $1`,
		`update outbox set occurrence = '2026-06-10' || substr(occurrence, 2) where kind in ('still_on', 'came') and subject = $2`,
		`update outbox set occurrence = case substr(occurrence, 1, 1) when '1' then '2026-06-09' else '2026-06-13' end || substr(occurrence, 2) where kind in ('still_on', 'came') and subject = $3`,
	} {
		if _, err := old.ExecContext(ctx, q, a.ID, b.ID, c.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	db := &world{DB: MustOpen(t, path, w.clock.Now), clock: w.clock, path: path, who: w.who, raw: MustRaw(t, path)}
	if got, err := db.Ask(ctx, w.sam.ID, a.ID); err != nil || !cmp.Equal(a, got) {
		t.Errorf("%v (-written +read):\n%s", err, cmp.Diff(a, got))
	}
	db.wantSent(t, "what waited", "word/ to ana")
	for day, want := range []string{"came/1 to sam", "came/1-again + came/1 to sam", "came/1-again to sam"} {
		db.clock.Set(morning(13 + day))
		// Whatever has the questions reckoned anew names none of them anew.
		if _, err := db.Member(ctx, "U0SAM", MustZone(t, []string{"Africa/Abidjan", "UTC"}[day%2])); err != nil {
			t.Fatal(err)
		}
		if got := slices.DeleteFunc(db.MustSend(t), redraws); !slices.Equal(got, []string{want}) {
			t.Errorf("on the %dth: %v, want %s", 13+day, got, want)
		}
		if err := db.Awake(ctx, w.sam.ID); err != nil {
			t.Fatal(err)
		}
	}
	wantSoundReferences(t, path)
}

// What was not asked before asks had an order is found in the same one.
func TestOldAsksAreBroughtUp(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	undated, event, passed, role := anAsk(w.ana, oneonone.Reaction{}), anAsk(w.ana, oneonone.Reaction{}), anAsk(w.ana, oneonone.Reaction{}), anAsk(w.mei, oneonone.Reaction{})
	undated.At, passed.At = time.Time{}, morning(9)
	role.Proposal = oneonone.Proposal{What: oneonone.Role, Words: "Will you cook?", Starts: june(12)}
	openRole := role
	openRole.Starts = oneonone.Date{}
	for _, n := range []storage.NewAsk{undated, event, passed, role, openRole, anAsk(w.joao, maybe(10)), anAsk(w.joao, saidYes)} {
		w.MustAsk(t, w.sam, n)
	}
	w.clock.Set(morning(11))
	path := w.under(t, 14)
	old := MustRaw(t, path)
	if _, err := old.ExecContext(ctx, `update ask set need_at = null where need = 'ask'`); err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	db := MustOpen(t, path, w.clock.Now)
	for name, list := range map[string]func(*storage.DB) ([]oneonone.Ask, error){
		"to ask": func(db *storage.DB) ([]oneonone.Ask, error) {
			return db.AsksToAsk(ctx, w.sam.ID, storage.AskCursor{}, 9)
		},
		"due": func(db *storage.DB) ([]oneonone.Ask, error) { return db.DueAsks(ctx, w.sam.ID, storage.AskCursor{}, 9) },
	} {
		want, err := list(w.DB)
		if err != nil || len(want) == 0 {
			t.Fatalf("%d asks, %v", len(want), err)
		}
		got, err := list(db)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-written +read):\n%s", name, err, diff)
		}
	}
	wantSoundReferences(t, path)
}

// What was written of is told apart from what there is nothing to note of, also where
// both were noted alike.
func TestOldLinesAreBroughtUp(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	written, nothing, open := w.MustPlan(t, w.sam, w.ana, aPlan()), w.MustPlan(t, w.sam, w.mei, aPlan()), w.MustPlan(t, w.sam, w.joao, aPlan())
	w.clock.Set(written.End())
	w.MustReflect(t, written, "Her sister", "")
	w.MustChange(t, nothing, w.met)
	w.MustChange(t, nothing, noted)
	w.MustChange(t, open, w.met)
	path := w.under(t, 15)
	old := MustRaw(t, path)
	if _, err := old.ExecContext(ctx, `update meeting set reflected = 1 where reflected = 2`); err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	db := MustOpen(t, path, w.clock.Now)
	for what, tt := range map[string]struct {
		id   oneonone.ID
		want oneonone.Line
	}{"written": {written.ID, oneonone.LineWritten}, "nothing": {nothing.ID, oneonone.LineNone}, "open": {open.ID, oneonone.LineOpen}} {
		if m, err := db.Meeting(ctx, w.sam.ID, tt.id); err != nil || m.Line != tt.want {
			t.Errorf("%s: line %d, %v", what, m.Line, err)
		}
	}
	wantSoundReferences(t, path)
}

// Words that didn't go, from before it was noted what they were of: while the yes stands as it
// did, that is known.
func TestOldWordsAreOfWhatStands(t *testing.T) {
	w := newWorld(t)
	ctx := t.Context()
	a := w.MustAsk(t, w.sam, anAsk(w.ana, saidYes))
	w.clock.Set(morning(21))
	a, err := w.ChangeAsk(ctx, w.sam.ID, a.ID, func(a *oneonone.Ask) error { return a.Happened(oneonone.Came, w.clock.Now()) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.SendWord(ctx, w.sam.ID, a.ID, a.Version, 0, "V1/word", "Thank you for coming.", true); err != nil {
		t.Fatal(err)
	}
	if _, unsent, err := w.Unsend(ctx, w.sam.ID, a.ID); err != nil || !unsent {
		t.Fatalf("%t, %v", unsent, err)
	}
	for schema, name := range map[int]string{29: "from before", 30: "noted"} {
		words, of, err := MustOpen(t, w.under(t, schema), w.clock.Now).UnsentWord(ctx, a)
		if words != "Thank you for coming." || of != oneonone.Came || err != nil {
			t.Errorf("%s: %q of %q, %v", name, words, of, err)
		}
	}
}
