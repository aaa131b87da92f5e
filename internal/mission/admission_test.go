package mission

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/bioxclusters/portal/internal/id"
	"pgregory.net/rapid"
)

// plain is a mission as a child would keep it: who has a place, who waits, in order. Its rules are domain.md's, word by word.
type plain struct {
	capacity   int
	guaranteed map[id.Cluster]int
	maximum    map[id.Cluster]int
	holds      bool
	placed     []Waiter
	waiting    []Waiter
}

func (p *plain) quota(q *Quota) {
	p.guaranteed[q.ClusterID] = q.Guaranteed
	if q.Maximum != nil {
		p.maximum[q.ClusterID] = *q.Maximum
	}
}

func (p *plain) of(c id.Cluster) (n int) {
	for _, w := range p.placed {
		if w.ClusterID == c {
			n++
		}
	}
	return n
}

// takes tells whether one more of cluster c would leave every promise intact.
func (p *plain) takes(c id.Cluster) bool {
	if most, ok := p.maximum[c]; ok && p.of(c)+1 > most {
		return false
	}
	after := &plain{placed: append(slices.Clone(p.placed), Waiter{ClusterID: c})}
	need := len(after.placed)
	for k, g := range p.guaranteed {
		if k != c && p.holds {
			need += max(0, g-p.of(k))
		}
	}
	return need <= p.capacity
}

func (p *plain) standing() *Standing {
	s := &Standing{Capacity: p.capacity, Guarantees: p.holds, Quotas: map[id.Cluster]*Quota{}, Taken: map[id.Cluster]int{}, Waiting: map[id.Cluster]int{}, Queue: len(p.waiting)}
	for c, g := range p.guaranteed {
		s.Quotas[c] = &Quota{ClusterID: c, Guaranteed: g}
		if most, ok := p.maximum[c]; ok {
			s.Quotas[c].Maximum = &most
		}
	}
	for _, w := range p.placed {
		s.Taken[w.ClusterID]++
	}
	for _, w := range p.waiting {
		s.Waiting[w.ClusterID]++
	}
	return s
}

// serve gives places one by one, each to the first on the list who may have it.
func (p *plain) serve() (served []id.Registration) {
	for {
		i := slices.IndexFunc(p.waiting, func(w Waiter) bool { return p.takes(w.ClusterID) })
		if i < 0 {
			return served
		}
		served = append(served, p.waiting[i].ID)
		p.placed, p.waiting = append(p.placed, p.waiting[i]), slices.Delete(slices.Clone(p.waiting), i, i+1)
	}
}

func (p *plain) check(t *rapid.T) {
	if len(p.placed) > p.capacity {
		t.Fatalf("%d places of %d", len(p.placed), p.capacity)
	}
	need := len(p.placed)
	for c, g := range p.guaranteed {
		if most, ok := p.maximum[c]; ok && p.of(c) > most {
			t.Fatalf("cluster %s has %d of %d", c, p.of(c), most)
		}
		need += max(0, g-p.of(c))
	}
	if p.holds && need > p.capacity {
		t.Fatalf("what is guaranteed no longer fits: %+v", p)
	}
}

func drawPlain(t *rapid.T) *plain {
	p := &plain{capacity: rapid.IntRange(1, 12).Draw(t, "capacity"), guaranteed: map[id.Cluster]int{}, maximum: map[id.Cluster]int{}, holds: rapid.Bool().Draw(t, "holds")}
	left := p.capacity
	for _, c := range []id.Cluster{"a", "b", "c"} {
		if rapid.Bool().Draw(t, "quota") {
			p.guaranteed[c] = rapid.IntRange(0, left).Draw(t, "guaranteed")
			left -= p.guaranteed[c]
			if rapid.Bool().Draw(t, "bounded") {
				p.maximum[c] = p.guaranteed[c] + rapid.IntRange(0, 4).Draw(t, "more")
			}
		}
	}
	return p
}

func TestAdmissionAgainstAPlainModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlain(t)
		for n := range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 9).Draw(t, "step") {
			case 0, 1, 2, 3, 4, 5: // a newcomer
				w := Waiter{ID: id.Registration(fmt.Sprint(n)), ClusterID: rapid.SampledFrom([]id.Cluster{"a", "b", "c", "d"}).Draw(t, "cluster")}
				s := p.standing()
				before := maps.Clone(s.Taken)
				verdict := s.Admit(w.ClusterID)
				if !maps.Equal(before, s.Taken) {
					t.Fatal("a decision changed what it decided on")
				}
				if want := p.takes(w.ClusterID); (verdict.Status == RegistrationConfirmed) != want {
					t.Fatalf("%+v for cluster %s of %+v", verdict, w.ClusterID, p)
				}
				guaranteed := p.holds && p.of(w.ClusterID) < p.guaranteed[w.ClusterID]
				most, bounded := p.maximum[w.ClusterID]
				switch verdict.Reason {
				case OpenPlace, GuaranteedPlace:
					if guaranteed != (verdict.Reason == GuaranteedPlace) {
						t.Fatalf("%+v of %+v", verdict, p)
					}
				case Full:
					if len(p.placed) < p.capacity {
						t.Fatal("FULL with places left")
					}
				case HeldForClusters:
					if !p.holds || len(p.placed) >= p.capacity {
						t.Fatal("HELD_FOR_CLUSTERS without any held")
					}
				case ClusterMaximum:
					if !bounded || p.of(w.ClusterID) < most {
						t.Fatal("CLUSTER_MAXIMUM below it")
					}
				}
				if verdict.Status == RegistrationConfirmed {
					p.placed = append(p.placed, w)
				} else {
					p.waiting = append(p.waiting, w)
				}
			case 6, 7: // somebody leaves
				if len(p.placed) > 0 {
					i := rapid.IntRange(0, len(p.placed)-1).Draw(t, "who")
					p.placed = slices.Delete(slices.Clone(p.placed), i, i+1)
				}
			case 8:
				p.capacity += rapid.IntRange(0, 3).Draw(t, "more room")
			case 9:
				p.holds = false
			}
			s := p.standing()
			var got []id.Registration
			for _, offer := range s.Serve(p.waiting) {
				got = append(got, offer.ID)
			}
			if want := p.serve(); !slices.Equal(got, want) {
				t.Fatalf("served %v, want %v: %+v", got, want, p)
			}
			if s.owes() || s.Queue != len(p.waiting) {
				t.Fatalf("somebody was passed over: %+v", s)
			}
			p.check(t)
		}
	})
}

// Between a place falling free and the list being served, a newcomer waits behind those who could have it.
func TestANewcomerWaitsBehindTheList(t *testing.T) {
	p := &plain{capacity: 3, guaranteed: map[id.Cluster]int{"g": 1}, holds: true, placed: []Waiter{{ClusterID: "a"}}, waiting: []Waiter{{ID: "1", ClusterID: "a"}}}
	for cluster, want := range map[id.Cluster]Verdict{
		"b": {RegistrationWaitlisted, Full},
		"a": {RegistrationWaitlisted, Full},
		"g": {RegistrationConfirmed, GuaranteedPlace},
	} {
		if got := p.standing().Admit(cluster); got != want {
			t.Errorf("%s: %+v, want %+v", cluster, got, want)
		}
	}
	p.waiting = append(p.waiting, Waiter{ID: "2", ClusterID: "g"})
	if got := p.standing().Admit("g"); got.Status != RegistrationWaitlisted {
		t.Errorf("past its own cluster's list: %+v", got)
	}
}
