//go:build !(linux || darwin || freebsd)

package storage

// Room is how many bytes the bot may still write where dir lives; false when the
// system does not tell, as here.
func Room(string) (bytes uint64, known bool) { return 0, false }
