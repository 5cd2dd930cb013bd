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
