package storage_test

import (
	"database/sql"
	"os"
	"path/filepath"
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
	rows, err := db.QueryContext(t.Context(), `select name from pragma_table_info($1) order by cid`, table)
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

	// The same rows under the first schema.
	path := filepath.Join(t.TempDir(), "old.db")
	old := MustRaw(t, path)
	first, err := os.ReadFile("migrations/0001_spine.sql")
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, old, fstest.MapFS{"0001_spine.sql": {Data: first}})
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
	for _, table := range []string{"seal_check", "member", "person", "meeting", "reflection", "followup", "question_shown", "outbox"} {
		columns := strings.Join(columnsOf(t, old, table), ", ")
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

	db := MustOpen(t, path, w.clock.Now)
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
	raw := MustRaw(t, path)
	var broken int
	if err := raw.QueryRowContext(ctx, `select count(*) from pragma_foreign_key_check`).Scan(&broken); err != nil || broken != 0 {
		t.Errorf("%d references lead nowhere, %v", broken, err)
	}
}
