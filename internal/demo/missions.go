package demo

import (
	"strconv"
	"time"

	"github.com/bioxclusters/portal/internal/id"
	"github.com/bioxclusters/portal/internal/mission"
)

// plan is a mission as the demonstration has it, in days from the as-of day.
type plan struct {
	market, home      int // of the world's markets and clusters
	direction         mission.Direction
	admission         mission.Admission
	status            mission.Status
	starts, days      int
	opens, closes     int
	title, city       string
	venue             string
	about             string
	capacity, seats   int
	fee, aid          int // cents
	applicants        int
	guaranteed, limit []int // by cluster; nil for no quotas, a limit of 0 for none
	lateWithdrawal    bool  // somebody has just withdrawn: a place is on offer
}

const (
	china, brazil, usa                = 0, 1, 2
	catalonia, rhone, bavaria, turino = 0, 1, 2, 3
)

// plans are the missions of a demonstration of usual size; more of them repeat these in the past.
var plans = []plan{
	{market: china, home: catalonia, direction: mission.Outbound, admission: mission.FirstCome, status: mission.Completed, starts: -390, days: 5, opens: -480, closes: -420,
		title: "Pilot mission to Shanghai and Suzhou: medical technologies", city: "Shanghai", venue: "Conference centre of the science park", capacity: 20, seats: 2, fee: 90000, aid: 120000, applicants: 31,
		guaranteed: []int{3, 3, 3, 3}, about: "Company visits, a regulatory seminar and one-to-one meetings with hospitals and distributors."},
	{market: usa, home: bavaria, direction: mission.Outbound, admission: mission.Selection, status: mission.Completed, starts: -320, days: 4, opens: -410, closes: -350,
		title: "Partnering week in Boston: biologics and advanced therapies", city: "Boston", venue: "Innovation district, meeting floor", capacity: 16, seats: 2, fee: 120000, aid: 150000, applicants: 34,
		about: "Prepared meetings with licensing teams, investors and contract manufacturers."},
	{market: brazil, home: rhone, direction: mission.Inbound, admission: mission.FirstCome, status: mission.Completed, starts: -240, days: 2, opens: -300, closes: -250,
		title: "Brazilian hospital buyers visit Lyon", city: "Lyon", venue: "Cluster headquarters", capacity: 30, seats: 3, applicants: 36,
		about: "Purchasing managers of hospital groups present their needs; companies show products that fit."},
	{market: brazil, home: turino, direction: mission.Outbound, admission: mission.Selection, status: mission.Completed, starts: -165, days: 5, opens: -260, closes: -200,
		title: "Pilot mission to São Paulo and Ribeirão Preto: devices and diagnostics", city: "São Paulo", venue: "Medical trade fair, European pavilion", capacity: 18, seats: 2, fee: 80000, aid: 120000, applicants: 29,
		about: "Joint stand at a trade fair, a day on device registration and a visit to a technology park."},
	{market: china, home: bavaria, direction: mission.Inbound, admission: mission.FirstCome, status: mission.Completed, starts: -75, days: 3, opens: -130, closes: -85,
		title: "Workshop in Munich: clinical trials in China", city: "München", venue: "Seminar rooms of the biotechnology centre", capacity: 40, seats: 2, applicants: 44,
		about: "Experts of trial centres and the regulator's former reviewers explain how studies are run and inspected."},
	{market: usa, home: rhone, direction: mission.Outbound, admission: mission.FirstCome, status: mission.Running, starts: -1, days: 6, opens: -110, closes: -40,
		title: "Pilot mission to San Diego and San Francisco: digital health", city: "San Diego", venue: "Waterfront meeting centre", capacity: 15, seats: 2, fee: 110000, aid: 140000, applicants: 22,
		limit: []int{5, 6, 5, 5}, about: "Meetings with health systems and software partners, and a seminar on data protection and reimbursement."},
	{market: china, home: catalonia, direction: mission.Outbound, admission: mission.Selection, status: mission.Confirmed, starts: 20, days: 6, opens: -90, closes: -30,
		title: "Pilot mission to Beijing and Tianjin: oncology", city: "Beijing", venue: "Hospital district congress hall", capacity: 14, seats: 2, fee: 95000, aid: 130000, applicants: 27,
		about: "Round tables with clinical departments and meetings with companies that license European programmes."},
	{market: brazil, home: turino, direction: mission.Outbound, admission: mission.FirstCome, status: mission.Closed, starts: 34, days: 4, opens: -70, closes: -4,
		title: "Pilot mission to Belo Horizonte: biotechnology and animal health", city: "Belo Horizonte", venue: "Biotechnology incubator", capacity: 12, seats: 2, fee: 70000, aid: 110000, applicants: 19,
		guaranteed: []int{2, 2, 2, 2}, lateWithdrawal: true, about: "Visits to companies and universities of Minas Gerais, with a seminar on licensing."},
	{market: china, home: catalonia, direction: mission.Outbound, admission: mission.FirstCome, status: mission.Open, starts: 80, days: 5, opens: -21, closes: 50,
		title: "Pilot mission to Shanghai and Hangzhou: vaccines, RNA and biologics", city: "Shanghai", venue: "Life-science park, building 3", capacity: 24, seats: 3, fee: 90000, aid: 130000, applicants: 13,
		guaranteed: []int{3, 3, 3, 3}, about: "Two days of one-to-one meetings, a regulatory seminar and visits to manufacturers and hospitals."},
	{market: usa, home: bavaria, direction: mission.Outbound, admission: mission.FirstCome, status: mission.Open, starts: 98, days: 4, opens: -45, closes: 40,
		title: "Pilot mission to Philadelphia: cell and gene therapy", city: "Philadelphia", venue: "Research campus, west hall", capacity: 12, seats: 2, fee: 115000, aid: 150000, applicants: 23,
		limit: []int{5, 4, 4, 4}, lateWithdrawal: true, about: "Meetings with institutes, hospitals and manufacturers of advanced therapies."},
	{market: brazil, home: rhone, direction: mission.Outbound, admission: mission.Selection, status: mission.Open, starts: 115, days: 5, opens: -25, closes: 55,
		title: "Pilot mission to Rio de Janeiro: infectious diseases and vaccines", city: "Rio de Janeiro", venue: "Public health campus", capacity: 15, seats: 2, fee: 80000, aid: 120000, applicants: 17,
		about: "Talks on technology transfer, local production and clinical cooperation."},
	{market: usa, home: catalonia, direction: mission.Inbound, admission: mission.FirstCome, status: mission.Draft, starts: 165, days: 2, opens: 40, closes: 140,
		title: "American investors meet companies in Barcelona", city: "Barcelona", venue: "Science park auditorium", capacity: 25, seats: 2,
		about: "Pitch sessions and one-to-one meetings with venture funds from Boston and San Diego."},
	{market: usa, home: catalonia, direction: mission.Outbound, admission: mission.Selection, status: mission.Closed, starts: 62, days: 5, opens: -24, closes: -2,
		title: "Pilot mission to Houston: oncology and clinical development", city: "Houston", venue: "Medical centre, conference wing", capacity: 8, seats: 2, fee: 105000, aid: 140000, applicants: 21,
		guaranteed: []int{1, 1, 1, 1}, about: "Meetings with cancer centres and trial networks, and a seminar on the first studies in the United States."},
}

// planOf is the plan of mission n: beyond the plans, one of the first five again, on another past day.
func planOf(n int) plan {
	if n < len(plans) {
		return plans[n]
	}
	p := plans[n%5]
	shift := -(40 + n*11%260) - p.starts
	p.starts += shift
	p.opens, p.closes = max(p.opens+shift, -500), max(p.closes+shift, -440)
	return p
}

// mission makes a mission with all its registrations.
func (m *maker) mission(n int) {
	p, d := planOf(n), roll(m.Seed, "mission", n)
	home, market := m.clusters[p.home], m.markets[p.market]
	zone := market.zone
	if p.direction == mission.Inbound {
		zone = homeZones[home.region.country]
	}
	made := m.instant(p.opens-12, d)
	x := &trip{plan: p, world: m.world, dice: d, id: newID[id.Mission](d, made), starts: m.AsOf.Add(p.starts), ends: m.AsOf.Add(p.starts + p.days - 1),
		opens: m.instant(p.opens, d), closes: m.instant(p.closes, d), zone: zone, market: market}
	if p.status != mission.Draft {
		x.admit(n)
	}
	changed := made
	for _, after := range []time.Time{x.opens, x.closes, x.ends.Add(1).Begin(time.UTC)} {
		if p.status != mission.Draft && after.Before(m.asOf) {
			changed = after
		}
	}
	author := string(m.staffOf(home))
	title := p.title + ", " + x.starts.Begin(time.UTC).Format("January 2006")
	m.row(missions, string(x.id), string(p.direction), string(p.status), string(p.admission), string(home.id), string(market.id), author,
		title, x.description(), p.city, p.venue, zone, string(x.starts), string(x.ends), x.opens, x.closes, p.capacity, p.seats, 72, p.fee, p.aid,
		x.agenda(), x.criteria(), len(x.list), 1+len(x.list)/4, made, changed)
	for c, cluster := range m.clusters {
		if p.guaranteed != nil {
			m.row(quotas, string(x.id), string(cluster.id), p.guaranteed[c], nil)
		} else if p.limit != nil {
			m.row(quotas, string(x.id), string(cluster.id), 0, p.limit[c])
		}
	}
	m.places(x)
	if p.status == mission.Open {
		m.job(d, mission.CloseJob, `{"mission":"`+string(x.id)+`"}`, x.closes)
	}
}

// instant is a working hour so many days from the as-of day.
func (w *world) instant(days int, d dice) time.Time {
	return w.AsOf.Add(days).Begin(time.UTC).Add(time.Duration(d.between(8, 15)) * time.Hour)
}

var homeZones = map[string]string{"ES": "Europe/Madrid", "FR": "Europe/Paris", "DE": "Europe/Berlin", "IT": "Europe/Rome"}

// job has something done when its time comes.
func (m *maker) job(d dice, kind, payload string, at time.Time) {
	made := m.asOf.Add(-time.Hour)
	m.row(work, string(newID[id.Job](d, made)), kind, payload, at, made)
}

// places makes the rows of registrations.
func (m *maker) places(x *trip) {
	for _, r := range x.list {
		score := any(nil)
		if r.score != nil {
			score = *r.score
		}
		m.row(registrations, string(r.id), string(x.id), string(r.who.id), string(r.who.cluster.id), unless(string(m.writerFor(r.who))),
			string(r.status), r.arrival, r.motivation, unless(string(r.reason)), r.until, score, len(r.history), r.history[0].at, r.history[len(r.history)-1].at)
		d := roll(m.Seed, "delegate "+string(x.id), r.arrival)
		for n := range d.between(1, x.seats) {
			name, email, function := r.who.person(d, n)
			m.row(delegates, string(r.id), n+1, name, email, function)
		}
		for _, a := range r.reviews {
			points := make([]string, len(a.PointList))
			for n, p := range a.Points() {
				points[n] = strconv.Itoa(p)
			}
			m.row(assessments, string(r.id), string(a.ReviewerID), false, points, a.At)
		}
		from := any(nil)
		for n, h := range r.history {
			m.row(changes, string(r.id), n+1, h.at, unless(string(h.actor)), from, string(h.to), h.why)
			from = string(h.to)
		}
		if r.status == mission.RegistrationOffered {
			m.job(d, mission.LapseJob, `{"registration":"`+string(r.id)+`"}`, r.until)
		}
	}
}
