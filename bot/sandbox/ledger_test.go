package sandbox

import (
	"fmt"
	"testing"
)

// What cannot go yet is not looked at again for each entry: with tens of thousands of them
// every click in the workspace would wait for that.
func TestLedger(t *testing.T) {
	const entries = 20 * remembered
	for name, old := range map[string]bool{"nothing goes": false, "all go": true} {
		t.Run(name, func(t *testing.T) {
			var l ledger[int]
			looked := 0
			for i := range entries {
				l.put(fmt.Sprint(i), i, func(int) bool { looked++; return old })
			}
			if looked > 2*entries {
				t.Errorf("%d entries were looked at %d times", entries, looked)
			}
			want := entries
			if old {
				want = remembered
			}
			if n := len(l.of); n > want {
				t.Errorf("%d entries are left, want at most %d", n, want)
			}
			if last := entries - 1; l.at(fmt.Sprint(last)) != last {
				t.Error("the last entry is gone")
			}
			if l.forget("none"); l.at("none") != 0 {
				t.Error("there is an entry that nobody put")
			}
		})
	}
}
