//go:build !race

package main

// underRace says whether the race detector is on. It makes everything many times
// slower, and finds its races in a few turns of a test as well as in many.
const underRace = false
