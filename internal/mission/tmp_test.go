package mission
import ("testing";"time";"fmt";"os";"path/filepath";"github.com/bioxclusters/portal/internal/dbtest")
func TestSeq(t *testing.T){
 dbtest.Owner(t).MustExec(`do $$ begin execute format('alter database %I set log_min_duration_statement=0', current_database()); end $$`)
 w:=newWorld(t); people:=w.members(2000,3); m:=w.open(draft(50))
 for k:=0;k<3;k++{ b:=time.Now(); for _,p:=range people[k*400:k*400+400]{ w.register(p,m)}; fmt.Println(k, time.Since(b)/400)} 
 fs,_:=filepath.Glob(fmt.Sprintf("%s/portal-test-*-%d-*/postgresql.log", "/dev/shm", os.Getpid()))
 for _,f:=range fs { b,_:=os.ReadFile(f); os.WriteFile("/tmp/mission_pg.log", b, 0644)}
}
