## مكاتب العاملين

desk-title = مكتبك
desk-menu = القائمة
desk-sign-out = تسجيل الخروج
desk-box = الحالة
desk-people = الأشخاص
desk-settings = الإعدادات
desk-backup = النسخ الاحتياطي
desk-restart = إعادة التشغيل
desk-recovery = ورقة الاستعادة
desk-acts = ما تم عمله
desk-help = مساعدة
desk-teach = نظرة عامة
desk-classes = الصفوف
desk-staff = المعلمون

## صفة الشخص في المدرسة

role-technician = فني
role-head = مدير المدرسة
role-teacher = معلم
role-learner = متعلم

## من يمكنه الدخول

people-title = من يمكنه الدخول
people-text = المس اسمًا للمساعدة أو الإزالة.
staff-title = معلمو هذه المدرسة
people-technicians = الفنيون
people-heads = المديرون
people-you = هذا أنت
people-waiting = عليه استعمال رمز أولًا
people-none-title = لا معلم هنا بعد
people-none-do = ادعُ الأول.
people-removed = تمت الإزالة. لا يمكنه الدخول الآن.
people-invite = دعوة شخص
invite-who = من هو؟
invite-technician-may = يعتني بالصندوق
invite-head-may = يقود المعلمين والصفوف
invite-teacher-may = يعتني بالصفوف والمتعلمين
invite-button = إنشاء رمز
code-invite-title = دعوة: { $role }
code-reset-title = رمز لـ { $name }
code-once = يعمل مرة واحدة، لمدة ساعة.
code-step-wifi = اتصل بشبكة هذا الصندوق.
code-step-scan = صوّر المربع بالكاميرا.
code-step-type = أو افتح { $address } واكتب الرمز.
code-step-join = اختر اسمًا وعبارة سر.
code-step-reset = اختر عبارة سر جديدة.
code-label = الرمز: { $letters }
code-done = تم
person-reset = إعطاء عبارة سر جديدة
person-remove = إزالة
reset-title = عبارة سر جديدة لـ { $name }؟
reset-old = تتوقف عبارة السر القديمة الآن.
reset-out = تخرج كل هواتفه من الحساب.
reset-code = تحصل على رمز تسلّمه له.
reset-yes = نعم، أنشئ رمزًا
remove-title = إزالة { $name }؟
remove-in = لن يمكنه الدخول بعد الآن.
remove-stays = تبقى الصفوف والمتعلمون والدروس.
remove-back = ادعُه من جديد ليعود.
remove-yes = نعم، أزِل
question-no = لا، ارجع

## إعدادات الصندوق

settings-title = الإعدادات
settings-text = تظهر التغييرات فورًا على كل هاتف.
settings-name = اسم الصندوق
settings-name-hint = اكتب من 1 إلى 40 حرفًا.
settings-language = لغة الصندوق
settings-language-hint = للهواتف ذات اللغة غير المعروفة.
settings-save = حفظ
settings-saved = تم الحفظ. تظهر في كل صفحة الآن.

## النسخ الاحتياطي

backup-title = نسخ من المهم
backup-text = يصنع الصندوق نسخة كل يوم.
backup-people = الأشخاص والصفوف والأماكن
backup-usage = ما استُعمل
backup-none = لا نسخة بعد
backup-now = اصنع نسخة الآن
backup-done = تم صنع النسخة.
backup-where = تبقى أحدث نسختين في الصندوق.

## إعادة التشغيل

restart-title = إعادة تشغيل الصندوق؟
restart-wait = تنتظر الصفحات بضع ثوانٍ.
restart-safe = لا يضيع شيء مما حُفظ.
restart-again = ثم اكتب عبارة السر من جديد.
restart-yes = نعم، أعد التشغيل
restarting-title = الصندوق يبدأ من جديد
restarting-text = انتظر. تتابع هذه الصفحة وحدها.
restarting-go = تابع الآن

## ما عمله العاملون

acts-title = ما تم عمله
acts-text = يُحفظ سنة في هذا الصندوق فقط.
acts-none = لم يُعمل شيء بعد.
acts-box = الصندوق نفسه
acts-gone = شخص غادر
acts-learner = متعلم
act-set-up = إنشاء الفني الأول
act-signed-in = دخول
act-invited = دعوة: { $role }
act-joined = انضمام برمز
act-reset = بداية جديدة: { $name }
act-new-passphrase = اختيار عبارة سر جديدة
act-signed-out-everywhere = خروج من كل الهواتف
act-removed = إزالة: { $role }
act-sheet-made = إنشاء ورقة استعادة
act-recovered = عودة بعد فقدان
act-class-made = إنشاء صف: { $class }
act-class-renamed = تغيير اسم صف: { $class }
act-class-removed = إزالة صف: { $class }
act-learners-added = إضافة متعلمين: { $class }
act-learner-changed = تعديل: { $name }
act-forgotten = نسيان متعلم إلى الأبد
act-cards-printed = طباعة بطاقات: { $class }
act-setting-changed = تغيير إعداد: { $setting }
act-backed-up = نسخ المهم
act-restarted = إعادة تشغيل الصندوق

## الصفحة الأولى للمعلم

overview-hello = مرحبًا، { $name }
overview-text = ماذا تفعل صفوفك اليوم؟
overview-classes = { $n ->
    [zero] لا صفوف
    [one] صف واحد
    [two] صفان
    [few] { $n } صفوف
    [many] { $n } صفًا
   *[other] { $n } صف
}
overview-teachers = { $n ->
    [zero] لا معلمين
    [one] معلم واحد
    [two] معلمان
    [few] { $n } معلمين
    [many] { $n } معلمًا
   *[other] { $n } معلم
}
overview-empty-title = أنشئ صفك الأول
overview-empty-do = أضف المتعلمين. اطبع بطاقاتهم.
overview-empty-go = إلى الصفوف
overview-no-teachers = ادعُ معلميك
overview-lessons = شاهد الدروس

## مساعدة للفنيين

box-help-title = كيف تعتني بهذا الصندوق
box-help-look-title = انظر كل أسبوع
box-help-look-open = افتح «الحالة». اقرأ الأسطر المعلَّمة.
box-help-look-do = افعل ما يقوله كل سطر.
box-help-people-title = أدخل الناس
box-help-people-invite = افتح «الأشخاص». المس «دعوة شخص».
box-help-people-code = أظهر الرمز. يدوم ساعة واحدة.
box-help-people-forgot = نُسيت عبارة السر؟ المس الاسم.
box-help-loss-title = استعد للفقدان
box-help-loss-sheet = اطبع ورقة الاستعادة. أقفل عليها.
box-help-loss-two = ليكن هناك فنيان إن أمكن.
box-help-power-title = إطفاؤه
box-help-power-any = افصل الكهرباء في أي وقت.
box-help-power-safe = ما حُفظ يبقى محفوظًا.
desk-help-done-title = عندما تنتهي
desk-help-done-out = المس «تسجيل الخروج»، خاصة على هاتف مشترك.
desk-help-done-quiet = إذا هدأ الصندوق يسأل من جديد.

## مساعدة للمعلمين

teach-help-title = كيف تعمل مع الصفوف
teach-help-class-title = أنشئ صفًا
teach-help-class-open = افتح «الصفوف». أنشئ صفًا.
teach-help-class-list = اكتب الأسماء، أو الصق قائمة.
teach-help-cards-title = وزّع البطاقات
teach-help-cards-print = اطبع البطاقات. في كل منها ثلاث صور.
teach-help-cards-tap = يلمس المتعلمون صورهم الثلاث.
teach-help-cards-lost = ضاعت البطاقة؟ افتح المتعلم. اصنع غيرها.
teach-help-staff-title = أحضر المعلمين
teach-help-staff-invite = افتح «المعلمون». المس «دعوة شخص».
