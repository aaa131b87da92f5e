package dbtest
import ("testing";"time";"context";"fmt")
func TestBreak(t *testing.T){
 s,err:=shared(); if err!=nil {t.Fatal(err)}
 for _,st:=range []string{"wal_log","file_copy","wal_log","file_copy"} { var c,d time.Duration
 for i:=range 15 { n:=fmt.Sprintf("x%d",i); a:=time.Now(); if _,err:=s.admin.ExecContext(context.Background(),"create database "+n+" template "+s.template+" strategy "+st);err!=nil{t.Fatal(err)}; b:=time.Now(); c+=b.Sub(a); s.drop(n); d+=time.Since(b)}
 fmt.Println(st,c/15,d/15) }
}
