//go:build linux || darwin || freebsd

package storage

import "syscall"

// Room is how many bytes the bot may still write where dir lives; false when the
// system does not tell.
func Room(dir string) (bytes uint64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil || s.Blocks == 0 {
		return 0, false
	}
	return uint64(s.Bavail) * uint64(s.Bsize), true
}
