package oneonone_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"oneonone"
)

func TestNewID(t *testing.T) {
	seen := map[oneonone.ID]bool{}
	for range 1000 {
		id := oneonone.NewID()
		if id.IsZero() || seen[id] {
			t.Fatalf("%v once more", id)
		}
		seen[id] = true
	}
}

func TestNextID(t *testing.T) {
	for in, want := range map[string]string{
		"00000000000000000000000000000001": "00000000000000000000000000000002",
		"000000000000000000000000000000ff": "00000000000000000000000000000100",
		"0000000000000000ffffffffffffffff": "00000000000000010000000000000000",
		"ffffffffffffffffffffffffffffffff": "00000000000000000000000000000000",
	} {
		id, err := oneonone.ParseID(in)
		if err != nil || id.Next().String() != want {
			t.Errorf("after %s comes %s, %v, want %s", in, id.Next(), err, want)
		}
	}
}

func TestParseID(t *testing.T) {
	for _, tt := range []struct {
		in string
		ok bool
	}{
		{"000102030405060708090a0b0c0d0eff", true},
		{strings.Repeat("0", 32), true},
		{"", false},
		{"000102030405060708090a0b0c0d0e", false},     // a byte short
		{"000102030405060708090a0b0c0d0eff00", false}, // a byte long
		{"000102030405060708090a0b0c0d0efg", false},
		{" 00102030405060708090a0b0c0d0eff", false},
	} {
		id, err := oneonone.ParseID(tt.in)
		if tt.ok {
			if err != nil || id.String() != tt.in {
				t.Errorf("ParseID(%q) = %s, %v", tt.in, id, err)
			}
			continue
		}
		// Whoever holds a malformed id was handed something stale.
		if oneonone.KindOf(err) != oneonone.NotFound || !id.IsZero() {
			t.Errorf("ParseID(%q) = %s, %v, want %q", tt.in, id, err, oneonone.NotFound)
		}
		if err != nil && tt.in != "" && strings.Contains(err.Error(), tt.in) {
			t.Errorf("the error repeats what was typed: %v", err)
		}
	}
}

// An ID is stored as its bytes, no ID as NULL.
func TestIDInTheDatabase(t *testing.T) {
	for _, id := range []oneonone.ID{{}, {1, 2, 3}, oneonone.NewID()} {
		v, err := id.Value()
		if err != nil {
			t.Fatal(err)
		}
		if id.IsZero() != (v == nil) {
			t.Errorf("%s is stored as %v", id, v)
		}
		got := oneonone.ID{9}
		if err := got.Scan(v); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(id, got); diff != "" {
			t.Errorf("(-stored +read):\n%s", diff)
		}
	}
	for _, src := range []any{"0102", int64(1), []byte{1, 2, 3}, make([]byte, 17)} {
		if err := new(oneonone.ID).Scan(src); err == nil {
			t.Errorf("Scan(%v) worked", src)
		}
	}
}
