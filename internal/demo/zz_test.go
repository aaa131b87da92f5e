package demo

import (
	"os"
	"os/exec"
	"testing"
	"time"
)

func TestZZ(t *testing.T) {
	d := empty(t)
	go func() {
		for {
			time.Sleep(1 * time.Second)
			exec.Command("sh", "-c", "ps -eo pid,ppid,times,args | grep portal_test | grep -v grep >> /tmp/ps.log").Run()
		}
	}()
	o := Options{AsOf: testDay, SMEs: 20000, Opportunities: 100000}
	if _, err := Generate(t.Context(), d, o, os.Stdout); err != nil {
		t.Fatal(err)
	}
}
