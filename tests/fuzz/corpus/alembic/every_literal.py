'a'
revision: str = ('a' """b""")
down_revision = [u'x', r'y\', {'\x41'}]\
 ; branch_labels = None # x
depends_on=(
'a',
)
@x
def f(): pass
class C: pass
