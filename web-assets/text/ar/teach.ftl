teach-classes = الصفوف
teach-none-title = لا توجد صفوف بعد
teach-none-text = أنشئ صفك الأول في الأسفل.
teach-class-make = إنشاء صف
teach-class-name = اسم الصف
teach-class-name-hint = كما تسميه مدرستك: الصف الرابع.
teach-class-taken = لصف آخر هذا الاسم. غيّره.
teach-class-full = هذا الصف ممتلئ. استعمل صفًا آخر.
teach-class-rename = تغيير الاسم
teach-class-remove = حذف هذا الصف
teach-class-remove-ask = هل تحذف { $name }؟
teach-class-remove-text = يُنسى كل متعلميه أيضًا. لا شيء يعيدهم.
teach-class-remove-yes = نعم، احذف الصف
teach-keep = لا، أبقه
teach-learners = { $n ->
    [zero] لا متعلمين
    [one] متعلم واحد
    [two] متعلمان
    [few] { $n } متعلمين
    [many] { $n } متعلمًا
   *[other] { $n } متعلم
}
teach-added = { $n ->
    [zero] لم يُضف أحد.
    [one] أُضيف متعلم واحد. اطبع بطاقته الآن.
    [two] أُضيف متعلمان. اطبع البطاقتين الآن.
    [few] أُضيف { $n } متعلمين. اطبع البطاقات الآن.
    [many] أُضيف { $n } متعلمًا. اطبع البطاقات الآن.
   *[other] أُضيف { $n } متعلم. اطبع البطاقات الآن.
}
teach-empty-title = لا أحد في هذا الصف بعد
teach-empty-text = أحضر قائمة، أو أضف واحدًا واحدًا.
teach-tap-learner = اضغط على اسم لتساعد متعلمًا.
teach-add-one = إضافة متعلم
teach-add = إضافة
teach-more = أخبرنا أكثر إن شئت
teach-print = طباعة كل البطاقات
teach-save = حفظ
teach-saved = تم الحفظ.
teach-name = الاسم
teach-name-hint = كما يعرف الصف الطفل.
teach-name-empty = اكتب اسمًا.
teach-name-long = اكتب اسمًا أقصر.
teach-name-taken = لشخص هنا هذا الاسم. أضف حرفًا.
teach-class = الصف
teach-about = اتركها فارغة إن شئت.
teach-sex = بنت أو ولد
teach-girl = بنت
teach-boy = ولد
teach-sex-why = يبيّن هل تتعلم البنات مثل الأولاد.
teach-age = العمر
teach-age-why = يبيّن العمر المناسب لكل درس.
teach-language = لغة البيت
teach-language-why = يبيّن اللغات التي تنقص دروسك.
teach-untold = لم يُذكر
teach-change = الاسم وغيره
teach-pictures = الصور الثلاث
teach-pictures-new = صور جديدة
teach-pictures-new-text = تتوقف الصور والبطاقات القديمة.
teach-card-new = هذه الصور جديدة. أظهرها الآن.
teach-print-one = طباعة هذه البطاقة
teach-move = نقل إلى صف آخر
teach-move-text = يحصل المتعلم هناك على صور جديدة.
teach-forget = نسيان هذا المتعلم
teach-forget-ask = هل تنسى { $name }؟
teach-forget-text = يذهب الاسم والصور والأماكن إلى الأبد. تُصنع النسخ من جديد بدونها. تبقى دقائق التعلم بلا اسم.
teach-forget-yes = نعم، انسَ
teach-list = إحضار قائمة متعلمين
teach-list-how = اختر ملفًا، أو ألصق الأسماء في الأسفل. اكتب متعلمًا في كل سطر.
teach-list-columns = يمكنك إضافة الصف والجنس والعمر واللغة. عندها سمِّ الأعمدة في السطر 1.
teach-list-file = ملف جدول أو نص
teach-list-paste = أو ألصق الأسماء هنا
teach-list-nothing = لا يُحفظ شيء قبل موافقتك.
teach-list-check = فحص القائمة
teach-list-back = عودة إلى الصف
teach-list-mend = { $n ->
    [0] لا سطر يحتاج إلى تصحيح
    [zero] لا سطر يحتاج إلى تصحيح
    [one] سطر واحد يحتاج إلى تصحيح
    [two] سطران يحتاجان إلى تصحيح
    [few] { $n } أسطر تحتاج إلى تصحيح
    [many] { $n } سطرًا يحتاج إلى تصحيح
   *[other] { $n } سطر يحتاج إلى تصحيح
}
teach-list-line = السطر { $n }
teach-list-good = { $n ->
    [0] لا متعلم جديد
    [zero] لا متعلم جديد
    [one] متعلم جديد واحد
    [two] متعلمان جديدان
    [few] { $n } متعلمين جدد
    [many] { $n } متعلمًا جديدًا
   *[other] { $n } متعلم جديد
}
teach-list-add = { $n ->
    [zero] لا أحد للإضافة
    [one] إضافة هذا المتعلم
    [two] إضافة المتعلمَين
    [few] إضافة { $n } متعلمين
    [many] إضافة { $n } متعلمًا
   *[other] إضافة { $n } متعلم
}
teach-list-class = سيُنشأ صف جديد: { $name }
teach-list-already = { $n ->
    [zero] لا أحد هنا من قبل.
    [one] متعلم واحد هنا من قبل.
    [two] متعلمان هنا من قبل.
    [few] { $n } متعلمين هنا من قبل.
    [many] { $n } متعلمًا هنا من قبل.
   *[other] { $n } متعلم هنا من قبل.
}
teach-list-large = الملف كبير جدًا. أرسل الأسماء فقط.
teach-list-many = تتسع القائمة إلى 500 متعلم. اختصرها.
teach-list-heading = سمِّ الأعمدة في السطر 1: الاسم، الصف.
teach-list-quote = أغلق علامة الاقتباس في السطر { $n }.
teach-list-empty = القائمة فارغة. اختر ملفًا أو ألصق.
teach-wrong-twice = للسطر { $n } هذا الاسم. أضف حرفًا.
teach-wrong-class = اكتب اسم صف أقصر.
teach-wrong-sex = اكتب بنت أو ولد، أو لا شيء.
teach-wrong-age = اكتب السنوات، مثل 9، أو لا شيء.
teach-wrong-language = اكتب اسم لغة، أو لا شيء.
teach-cards = البطاقات
teach-cards-text = اطبع هذه الصفحة. قص على الخطوط.
