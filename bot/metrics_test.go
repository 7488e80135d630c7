package bot

import (
	"bytes"
	"testing"

	"github.com/VictoriaMetrics/metrics"
	"github.com/google/go-cmp/cmp"
)

// A bucket counts all that took at most so long, as dashboards expect.
func TestSpread(t *testing.T) {
	set := metrics.NewSet()
	s := newSpread(set, "took_seconds", `type="x"`)
	for _, seconds := range []float64{.0005, .001, .25, 3.5} {
		s.add(seconds)
	}
	var got bytes.Buffer
	set.WritePrometheus(&got)
	const want = `took_seconds_bucket{type="x",le="+Inf"} 4
took_seconds_bucket{type="x",le="0.001"} 2
took_seconds_bucket{type="x",le="0.003"} 2
took_seconds_bucket{type="x",le="0.01"} 2
took_seconds_bucket{type="x",le="0.03"} 2
took_seconds_bucket{type="x",le="0.1"} 2
took_seconds_bucket{type="x",le="0.3"} 3
took_seconds_bucket{type="x",le="1"} 3
took_seconds_bucket{type="x",le="2"} 3
took_seconds_bucket{type="x",le="3"} 3
took_seconds_count{type="x"} 4
took_seconds_sum{type="x"} 3.7515
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Error(diff)
	}
}
